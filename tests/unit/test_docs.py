"""The documents tell the truth: they name what exists, and what exists is named in them."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from zhenggai.cli.program import program
from zhenggai.reading.normal import normal_characters

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "zhenggai"
DOCS = ROOT / "docs"
READMES = ("README.md", "README.en.md")
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))
HELP = sorted(path for path in (DOCS / "help").glob("*.md") if not path.name.endswith(".en.md"))
REQUIREMENTS = sorted((ROOT / "requirements").glob("*.in"))
DEMO_REPORT = SOURCE / "cli" / "demo" / "report.txt"

PATH_IN_DOCS = re.compile(r"`((?:[\w.-]+/)*[\w.-]+\.(?:py|md|html|css|js|svg|txt|json|toml|in|po)|(?:[\w.-]+/)+)`")
LINK_IN_DOCS = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")
LONGEST_SUBJECT = 70
LONGEST_LOAN = 20


def read(*parts: str) -> str:
    """One of the project's own documents."""
    return ROOT.joinpath(*parts).read_text(encoding="utf-8")


def commands(command: click.Command = program, name: str = "zhenggai") -> Iterator[tuple[str, click.Command]]:
    """Every command of the program by its whole name, groups and their members."""
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for part in command.list_commands(context):
            member = command.get_command(context, part)
            assert member is not None, f"{name} lists {part} and does not know it"
            yield from commands(member, f"{name} {part}")


def options(command: click.Command) -> set[str]:
    """The options that a command's help shows."""
    shown = [param for param in command.params if isinstance(param, click.Option) and not param.hidden]
    return {name for option in shown for name in (*option.opts, *option.secondary_opts)}


def sections(text: str) -> dict[str, str]:
    """What stands below each second heading."""
    parts = re.split(r"^## (.+)$", text, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@cache
def names_in_code() -> frozenset[str]:
    """Every name that the code defines: classes, functions, fields, constants, modules and closed sets of words."""
    found = {path.stem for path in SOURCE.rglob("*.py")}
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                found.add(node.name)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found.add(node.id)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
                found.add(node.value)
    return frozenset(found)


def nouns_of_glossary() -> list[str]:
    """The code words of the glossary's tables."""
    rows = [line.split("|") for line in read("docs", "glossary.md").splitlines() if line.startswith("|")]
    return [word for row in rows for word in re.findall(r"`(\w+)`", row[2])]


def requirements(path: Path) -> list[str]:
    """The packages that a requirement file names itself."""
    lines = (line.split("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [re.split(r"[\[<>=! ]", line)[0] for line in lines if line and not line.startswith("-")]


def runs(text: str) -> set[str]:
    """Every run of characters that is long enough to be somebody's own words, half-width forms for full-width ones."""
    plain = normal_characters(text)
    return {plain[place : place + LONGEST_LOAN] for place in range(len(plain) - LONGEST_LOAN + 1)}


class TestCommands:
    @pytest.mark.parametrize(("name", "command"), list(commands())[1:])
    def test_every_command_and_option_is_in_commands_md(self, name: str, command: click.Command) -> None:
        documented = sections(read("docs", "commands.md"))

        section = documented.get(f"`{name}`", "")

        assert section, f"docs/commands.md has no heading ## `{name}`"
        missing = options(command) - set(re.findall(r"`(--?[\w-]+)`", section))
        assert not missing, f"docs/commands.md does not name {sorted(missing)} of {name}"

    def test_commands_md_names_no_command_and_no_option_that_does_not_exist(self) -> None:
        real = {f"`{name}`": options(command) for name, command in commands()}

        documented = sections(read("docs", "commands.md"))

        for heading, section in documented.items():
            assert heading in real, f"{heading} is no command"
            assert set(re.findall(r"^\| `(--?[\w-]+)`", section, flags=re.M)) <= real[heading], heading

    def test_what_the_readme_quotes_is_what_check_prints(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("LC_ALL", "C.UTF-8")
        monkeypatch.setenv("COLUMNS", "100")

        printed = CliRunner().invoke(program, ["check", str(DEMO_REPORT)], standalone_mode=False).stdout

        said = {tuple(line.split()) for line in printed.splitlines()}
        for readme in READMES:
            quoted = re.findall(r"```text\n(.*?)```", read(readme), flags=re.S)
            assert quoted, f"{readme} quotes nothing"
            for line in quoted[0].splitlines():
                assert tuple(line.split()) in said, f"{readme} quotes what check does not print: {line}"


class TestNames:
    def test_every_noun_of_the_glossary_exists_in_the_code(self) -> None:
        nouns = nouns_of_glossary()

        unknown = [noun for noun in nouns if noun not in names_in_code()]

        assert len(nouns) > 80
        assert not unknown

    @pytest.mark.parametrize("document", ["CONTRIBUTING.md", "docs/architecture.md", *READMES])
    def test_every_path_that_is_named_exists(self, document: str) -> None:
        named = set(PATH_IN_DOCS.findall(read(document)))

        missing = [path for path in named if not any((place / path).exists() for place in (ROOT, DOCS, SOURCE))]

        assert not missing, f"{document} names what does not exist: {sorted(missing)}"

    @pytest.mark.parametrize("document", sorted(ROOT.glob("*.md")) + sorted(DOCS.rglob("*.md")), ids=lambda p: p.name)
    def test_every_link_leads_somewhere(self, document: Path) -> None:
        links = LINK_IN_DOCS.findall(document.read_text(encoding="utf-8"))

        broken = [link for link in links if not (document.parent / link).exists()]

        assert not broken

    def test_architecture_names_every_room(self) -> None:
        rooms = {path.parent.name for path in SOURCE.glob("*/__init__.py")}

        described = set(re.findall(r"`(\w+)`", read("docs", "architecture.md")))

        assert rooms <= described

    def test_architecture_names_every_table(self) -> None:
        tables = set()
        for path in SOURCE.glob("*/models.py"):
            classes = [
                node for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.ClassDef)
            ]
            tables |= {node.name for node in classes if "abstract = True" not in ast.unparse(node)}

        described = set(re.findall(r"`(\w+)`", sections(read("docs", "architecture.md"))["Tables of the database"]))

        assert tables
        assert tables <= described

    @pytest.mark.parametrize("document", ["CONTRIBUTING.md", *READMES])
    def test_every_make_target_that_is_named_exists(self, document: str) -> None:
        targets = set(re.findall(r"^([a-z]+):", read("Makefile"), flags=re.M))

        named = set(re.findall(r"(?:^|`)make ([a-z]+)", read(document), flags=re.M))

        assert named
        assert named <= targets


class TestDecisions:
    @pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
    def test_a_decision_tells_situation_choice_and_consequence(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")

        headings = re.findall(r"^#+ (.+)$", text, flags=re.M)

        assert re.fullmatch(r"\d{4}-[a-z0-9-]+", path.stem)
        assert headings[1:] == ["Situation", "Choice", "Consequence"]

    def test_decisions_are_numbered_without_gaps(self) -> None:
        numbers = [int(path.stem[:4]) for path in DECISIONS]

        assert numbers == list(range(1, len(numbers) + 1))

    @pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.stem)
    def test_every_requirement_has_its_reason(self, path: Path) -> None:
        reasons = read("docs", "decisions", "0004-dependencies.md").lower()

        unexplained = [
            name for name in requirements(path) if not re.search(rf"(?<![\w-]){name.lower()}(?![\w-])", reasons)
        ]

        assert not unexplained, f"docs/decisions/0004-dependencies.md does not speak of {unexplained}"

    def test_no_dependency_is_explained_that_is_not_required(self) -> None:
        required = {name.lower() for path in REQUIREMENTS for name in requirements(path)}

        explained = re.findall(r"^\| ([a-z][\w-]*) \|", read("docs", "decisions", "0004-dependencies.md"), flags=re.M)

        assert set(explained) - {"package"} <= required


class TestLanguages:
    @pytest.mark.parametrize("path", [ROOT / "README.md", *HELP], ids=lambda path: path.stem)
    def test_the_english_page_has_the_same_headings_as_the_chinese_one(self, path: Path) -> None:
        english = path.with_name(f"{path.stem}.en.md")

        levels = [re.findall(r"^(#+) ", page.read_text(encoding="utf-8"), flags=re.M) for page in (path, english)]

        assert levels[0] == levels[1]

    @pytest.mark.parametrize("path", [ROOT / "README.md", *HELP], ids=lambda path: path.stem)
    def test_the_two_pages_lead_to_each_other(self, path: Path) -> None:
        english = path.with_name(f"{path.stem}.en.md")

        links = (LINK_IN_DOCS.findall(page.read_text(encoding="utf-8")) for page in (path, english))

        assert english.name in next(links)
        assert path.name in next(links)


class TestInventedDocuments:
    def test_no_sentence_of_a_real_report_is_in_the_project(self) -> None:
        reports = sorted((ROOT.parent / "shared" / "reports").glob("*.txt"))
        if not reports or not (ROOT / ".git").exists():
            pytest.skip("no real report beside the project, or no clone to compare it with")
        real = {run for report in reports for run in runs(report.read_text(encoding="utf-8"))}
        listed = ["git", "-C", str(ROOT), "ls-files", "-z", "--", "*.py", "*.md", "*.txt", "*.json", "*.html", "*.po"]
        files = subprocess.run(listed, capture_output=True, text=True, check=True, encoding="utf-8").stdout

        copied = [
            f"{name}: {run}"
            for name in files.split("\0")
            if name and (ROOT / name).exists()
            for run in sorted(real & runs((ROOT / name).read_text(encoding="utf-8", errors="replace")))[:1]
        ]

        assert not copied


class TestCommits:
    def test_the_subject_of_the_last_commit_is_a_short_plain_sentence(self) -> None:
        if not (ROOT / ".git").exists():
            pytest.skip("not a clone: no commits to look at")
        log = ["git", "-C", str(ROOT), "log", "-1", "--no-merges", "--format=%s"]

        subject = subprocess.run(log, capture_output=True, text=True, check=True, encoding="utf-8").stdout.strip()

        assert len(subject) <= LONGEST_SUBJECT
        assert subject[:1] == subject[:1].upper()
        assert not subject.endswith((".", "。"))
