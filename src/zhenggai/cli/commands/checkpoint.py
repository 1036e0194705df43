"""`zhenggai checkpoint`: sign the journal as it stands, for somebody outside to keep."""

from __future__ import annotations

import click

from zhenggai.cli.help import Command
from zhenggai.cli.house import now, opened_house
from zhenggai.cli.usage import WrongUsage
from zhenggai.cli.words import N_, _


def checkpoint(*, key: bool, mail: bool) -> int:
    """Seal and print the checkpoint, print the public key, or mail the checkpoint."""
    if key and mail:
        raise WrongUsage(_("--key 和 --mail 不能同时用。"))
    with opened_house():
        from django.conf import settings

        from zhenggai.journal.keys import house_signer
        from zhenggai.journal.mailing import mail_checkpoint
        from zhenggai.journal.sealing import seal

        signer = house_signer()
        if key:
            click.echo(str(signer.verifier))
            return 0
        sealed = seal(signer=signer, at=now())
        if not mail:
            click.echo(sealed.note, nl=False)
            return 0
        count = mail_checkpoint(sealed=sealed, keepers=settings.CHECKPOINT_KEEPERS)
    click.echo(_("到第 $size 条的存证点已发给 $count 人。", size=sealed.size, count=count))
    return 0


command = Command(
    name="checkpoint",
    callback=checkpoint,
    params=[
        click.Option(["--key"], is_flag=True, help=N_("只打印公钥，交给以后要核对的人。")),
        click.Option(
            ["--mail"], is_flag=True, help=N_("发给 ZHENGGAI_CHECKPOINT_KEEPERS 里的每个人；每天定时运行一次即可。")
        ),
    ],
    help=N_(
        "把到现在为止的全部记录封存并签名，打印存证点。存证点只有名称、条数和指纹，没有内容，可以交给任何人保存；"
        "以后用 zhenggai verify --against 与它对照。"
    ),
    epilog=N_("例子：\n  zhenggai checkpoint > 存证点.txt\n  zhenggai checkpoint --key > 公钥.txt"),
)
