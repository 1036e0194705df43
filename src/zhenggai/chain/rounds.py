"""An exported round checked by whoever holds it: every file, and every entry of its journal against the old house's key."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhenggai.chain.boxes import Box, opened_box
from zhenggai.chain.checkpoints import Checkpoint, open_checkpoint
from zhenggai.chain.errors import Malformed, Mismatch, Unproved
from zhenggai.chain.notes import Verifier, parse_verifier
from zhenggai.chain.packets import LONGEST_LIST, check_files, proved, small, text
from zhenggai.chain.proofs import unpack_proof, verify_proof

FORMAT = "zhenggai round"
VERSION = 1
EXPORT = "round.export"
ABOUT = "about.json"
ENTRIES = "journal/entries.jsonl"
CHECKPOINT = "journal/checkpoint.txt"
KEY = "journal/key.txt"
OWN_PROOF = "journal/export.json"
# Made after the list of files was written, and proved by themselves.
LATER = frozenset({ABOUT, ENTRIES, CHECKPOINT, KEY, OWN_PROOF})


@dataclass(frozen=True, slots=True)
class CheckedRound:
    """What a sound export holds; `own_key` says that the key it was checked with is the one that came with it."""

    about: Mapping[str, Any]
    checkpoint: Checkpoint
    entries: int
    files: int
    own_key: bool


def check_round(path: Path, *, verifier: Verifier | None = None) -> CheckedRound:
    """Check a zip or an unpacked folder, and say what it holds.

    :raises Malformed: where a part of it cannot be read, or a later version wrote it.
    :raises Mismatch: where something was changed, added or taken away.
    """
    with opened_box(path) as box:
        sums = check_files(box)
        about = read_about(small(box, ABOUT, most=LONGEST_LIST))
        _check_listed(about, sums)
        key = verifier or parse_verifier(text(box, KEY).strip())
        note = text(box, CHECKPOINT)
        checkpoint = open_checkpoint(note, verifier=key)
        own = proved(box, OWN_PROOF, note, key, verb=EXPORT)
        if own.after.get("round_digest") != sums[ABOUT]:
            raise Mismatch("目录与导出时的记录不符：$path 被改过。", path=ABOUT)
        entries = _check_entries(box, note, key, round_id=own.cycle, before=own.sequence)
    if entries != about["entries"]:
        raise Mismatch("记录的条数不对：应有 $wanted 条，实有 $found 条。", wanted=about["entries"], found=entries)
    return CheckedRound(about, checkpoint, entries, len(sums), own_key=verifier is None)


def read_about(data: bytes) -> Mapping[str, Any]:
    """What an export says of itself.

    :raises Malformed: where it is no export, or a later version wrote it.
    """
    try:
        about: Any = json.loads(data)
        name, _blank, version = str(about["format"]).rpartition(" ")
        later = int(version) > VERSION
        files, entries = about["files"], about["entries"]
    except (ValueError, TypeError, KeyError, RecursionError) as fault:
        raise Malformed("这不是一份轮次导出：$path 读不懂。", path=ABOUT) from fault
    if name != FORMAT or not isinstance(files, dict) or not isinstance(entries, int):
        raise Malformed("这不是一份轮次导出：$path 读不懂。", path=ABOUT)
    if later:
        raise Malformed("这份导出是更新的版本做的（$format），请先升级整改。", format=about["format"])
    found: Mapping[str, Any] = about
    return found


def _check_listed(about: Mapping[str, Any], sums: Mapping[str, str]) -> None:
    for path, wanted in about["files"].items():
        if sums.get(path) != wanted:
            raise Mismatch("目录与文件对不上：$path。", path=path)
    for path in sums.keys() - about["files"].keys() - LATER:
        raise Mismatch("目录里没有这个文件：$path。", path=path)


def _check_entries(box: Box, note: str, key: Verifier, *, round_id: object, before: int) -> int:
    count = last = 0
    with box.open(ENTRIES) as file:
        for count, line in enumerate(file, start=1):
            try:
                proof = unpack_proof(line, checkpoint=note)
                body = verify_proof(proof, verifier=key).body or {}
            except Unproved as fault:
                raise Mismatch("第 $place 行的记录不成立：$fault", place=count, fault=fault) from fault
            if body.get("cycle") != round_id or not last < proof.sequence < before:
                raise Mismatch("第 $place 行的记录重复，或不是这个轮次的。", place=count)
            last = proof.sequence
    return count
