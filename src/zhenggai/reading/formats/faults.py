"""What can be wrong with a file: the fault and the remedy, one sentence each.

`$name` is the file; `open_document` fills it in, so that the modules below need not know it.
"""

from __future__ import annotations

EMPTY = "《$name》是空文件（0字节）：请检查文件是否上传或复制完整，再重新导入。"
TOO_LARGE = "《$name》超过${limit}MB的上限：请删去图片和附件，或拆成几个文件，再分别导入。"
NO_TEXT = "《$name》里没有读到文字：请打开文件确认内容，另存后再导入。"
NOT_TEXT = "《$name》不是文本文件（含有空字节或大量控制字符）：请用原来的软件打开，另存为 docx 或 txt 后再导入。"
UNKNOWN_ENCODING = "《$name》的文字编码无法识别：请用记事本打开，另存为 UTF-8 编码的 txt 后再导入。"
NOT_THIS_TYPE = "《$name》是$found，不是可以读取的类型：请另存为 docx、pdf、xlsx、html、ofd 或 txt 后再导入。"
NOT_A_WORKBOOK = "《$name》不是 Excel 工作簿或 csv：请另存为 xlsx 后再导入。"
PICTURE = "《$name》是图片，里面没有可读的文字：请先做文字识别（OCR），存为 docx 或 txt 后再导入。"
DAMAGED = "《$name》已损坏或不完整，无法打开：请向来源重新取得文件，或在原软件中打开并另存后再导入。"
ENCRYPTED = "《$name》是加密文件：请在 Word、WPS 或 Excel 中取消密码后另存，再导入。"
PDF_ENCRYPTED = "《$name》是加密的 PDF：请用密码打开后另存（打印）为不加密的 PDF，再导入。"
PDF_SCAN = "《$name》是扫描件，没有文字层：请先做文字识别（OCR），存为带文字的 PDF 或 docx 后再导入。"
PDF_UNMAPPED = (
    "《$name》的文字层没有字符编码，复制出来是乱码：请用生成它的 Word 文件导入，或做文字识别（OCR）后再导入。"
)
OLD_WORD = "《$name》是旧格式的 Word/WPS 文字文件：请在 Word 或 WPS 中另存为 docx 后再导入。"
UNPACKS_TOO_LARGE = "《$name》解压后超过${limit}MB，不予读取：请删去其中的图片和附件，另存后再导入。"
PACKED_TOO_TIGHT = "《$name》压缩比超过${ratio}:1，疑为压缩炸弹，不予读取：请在原软件中打开并另存后再导入。"
TOO_MANY_MEMBERS = "《$name》内含文件超过${limit}个，不予读取：请在原软件中打开并另存后再导入。"
HAS_ENTITIES = "《$name》含有文档类型或实体声明（DOCTYPE/ENTITY），不予读取：请在原软件中打开并另存后再导入。"
TOO_DEEP = "《$name》的内容嵌套超过${limit}层，不予读取：请把文字复制到新文件中保存，再导入。"
TABLE_TOO_LARGE = "《$name》中的表格超过${limit}个单元格：请删去空行空列，只留下台账部分，另存后再导入。"
TOO_COSTLY = "《$name》内容过大或过于复杂，内存不足，无法读取：请拆成几个文件，再分别导入。"
TOO_SLOW = "《$name》读取超过${seconds}秒，已停止：请拆成几个文件，或另存为 txt 后再导入。"
BROKE_DOWN = "《$name》使读取程序异常退出，未能读取：请在原软件中打开并另存为 docx 或 txt 后再导入。"
NOT_A_PARCEL = "《$name》不是 zip 压缩包：请把工作簿和佐证文件一起打包成 zip。"
STRAYING = "《$name》里有指向包外的路径（$member），不予读取：请重新打包。"
