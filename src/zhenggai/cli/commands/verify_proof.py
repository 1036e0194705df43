"""`zhenggai verify-proof`: check a proof with nothing but the public key; no database, no settings, no network."""

from __future__ import annotations

import json
from collections.abc import Mapping

import click

from zhenggai.chain.proofs import Proved, read_proof, verify_proof
from zhenggai.cli.help import Command
from zhenggai.cli.proof_files import exit_of, key_named, load
from zhenggai.cli.words import N_, _


def check_proof(*, proof: str, key: str) -> int:
    """Say what the proof shows, or in one line why it shows nothing."""
    verifier = key_named(key)
    data = load(proof)
    return exit_of(lambda: _shown(verify_proof(read_proof(data), verifier=verifier)), write=click.echo)


def _shown(proved: Proved) -> str:
    origin, size = proved.checkpoint.origin, proved.checkpoint.size
    if proved.body is None:
        older = proved.older.size if proved.older else 0
        return _(
            "证明有效：$origin 的前 $older 条，到第 $size 条时一条没有改、没有少。",
            origin=origin,
            older=older,
            size=size,
        )
    first = _(
        "证明有效：这是 $origin 的第 $number 条记录，在到第 $size 条的存证点之内。",
        origin=origin, number=proved.body["sequence"], size=size,
    )  # fmt: skip
    return "\n".join([first, *_lines(proved.body)])


def _lines(body: Mapping[str, object]) -> list[str]:
    from zhenggai.journal.verbs import VERBS

    actor = body.get("actor")
    who = actor.get("name", "") if isinstance(actor, dict) else ""
    verb = str(body.get("verb"))
    facts = {_("变更前"): body.get("before"), _("变更后"): body.get("after"), _("理由"): body.get("why")}
    said = [f"{name}  {json.dumps(value, ensure_ascii=False)}" for name, value in facts.items() if value]
    return [f"{body.get('at')}  {who}  {_(VERBS.get(verb, verb))}", *said]


command = Command(
    name="verify-proof",
    callback=check_proof,
    params=[
        click.Argument(["proof"], metavar=N_("证明文件")),
        click.Option(["--key"], required=True, metavar=N_("公钥"), help=N_("公钥，或存公钥的文件。")),
    ],
    help=N_(
        "核对一份证明：不用数据库，不联网，只用公钥。有效时打印所证明的记录，退出码 0；无效时用一句话说出为什么，退出码 1。"
    ),
    epilog=N_("例子：\n  zhenggai verify-proof 证明.json --key 公钥.txt"),
)
