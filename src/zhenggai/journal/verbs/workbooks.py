"""What can happen to workbooks that go out to units and come back."""

from __future__ import annotations

VERBS: dict[str, str] = {
    "workbook.export": "导出了电子表",
    "workbook.receive": "收到交回的电子表",
    "workbook.accept": "收入了电子表的内容",
    "workbook.keep": "保留了系统里的内容",
    "workbook.drop": "放弃了交回的电子表",
    "sheet.keep": "上传了现成台账",
    "sheet.map": "指明了现成台账的各列",
    "sheet.pair": "指定了现成台账的一行对应哪项任务",
    "sheet.accept": "收入了现成台账的内容",
    "sheet.ask": "按现成台账提出了变更申请",
    "sheet.leave": "没有采用现成台账的内容",
    "sheet.drop": "放弃了现成台账",
}

FACT_NAMES: dict[str, str] = {
    "workbook": "电子表",
    "workbook_for": "给谁",
    "workbook_number": "第几次导出",
    "workbook_rows": "行数",
    "workbook_files": "文件",
    "workbook_unreadable": "不能读的文件",
    "workbook_taken": "收入的行数",
    "workbook_refused": "没有收的行数",
    "workbook_kept": "保留系统内容的行",
    "sheet": "现成台账",
    "sheet_columns": "用到的列",
    "sheet_entry": "表里的一行",
    "sheet_task": "对应的任务",
    "sheet_asked": "提出申请的行数",
}
