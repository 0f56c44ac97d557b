"""What a server is given: the files of `deployment` agree with each other and with the program."""

from __future__ import annotations

import configparser
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from dagster._core.instance.config import dagster_instance_config_schema
from dagster._core.workspace.config_schema import ensure_workspace_config

from pipelines.settings import PROJECT_ROOT

DEPLOYMENT = PROJECT_ROOT / "deployment"
UNITS = sorted(DEPLOYMENT.glob("*.service"))
PROGRAMS = "/opt/yusuan/current/bin/"


def read(name: str) -> Any:
    return yaml.safe_load((DEPLOYMENT / name).read_text(encoding="utf-8"))


def variables() -> dict[str, str]:
    """Those of yusuan.env, as systemd reads them."""
    lines = (DEPLOYMENT / "yusuan.env").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("=", 1) for line in lines if line and not line.startswith("#"))
    return {name: value.strip('"') for name, value in pairs}


def service_of(unit: Path) -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(unit, encoding="utf-8")
    return parser["Service"]


def variables_named_in(text: str) -> set[str]:
    return set(re.findall(r"\$\{(\w+)\}", text))


def test_the_instance_of_a_server_is_that_of_a_checkout_but_for_its_database() -> None:
    example = PROJECT_ROOT / "dagster_home" / "dagster.yaml.example"
    instance = read("dagster.yaml")
    assert "postgres" in instance.pop("storage")
    assert instance == yaml.safe_load(example.read_text(encoding="utf-8"))
    assert instance["telemetry"] == {"enabled": False}
    assert instance.keys() <= dagster_instance_config_schema().keys()


def test_the_workspace_is_one_that_dagster_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUSUAN_CODE_SOCKET", variables()["YUSUAN_CODE_SOCKET"])
    (origin,) = ensure_workspace_config(read("workspace.yaml"), "workspace.yaml")["load_from"]  # type: ignore[misc]
    assert origin["grpc_server"]["socket"] == "/run/yusuan/code.sock"


def test_a_shell_reads_the_same_variables_as_systemd() -> None:
    read_and_print = 'set -a; . "$0"; env -0'
    printed = subprocess.run(
        ["/bin/sh", "-c", read_and_print, DEPLOYMENT / "yusuan.env"],
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found = dict(line.split("=", 1) for line in printed.split("\0") if line)
    assert variables().items() <= found.items()
    assert '"' not in "".join(variables().values())


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_starts_a_program_that_is_installed(unit: Path) -> None:
    service = service_of(unit)
    program, *arguments = shlex.split(service["ExecStart"])
    assert program.startswith(PROGRAMS)
    assert (Path(sys.executable).parent / program.removeprefix(PROGRAMS)).exists()
    assert variables_named_in(" ".join(arguments)) <= variables().keys()
    assert service["EnvironmentFile"] == "/etc/yusuan/yusuan.env"
    assert service["User"] == "yusuan"
    assert service["Restart"] == "on-failure"


def test_only_the_code_server_may_write_documents_and_warehouse() -> None:
    writable = {unit.stem: Path(service_of(unit)["ReadWritePaths"]) for unit in UNITS}
    data = [Path(variables()[name]) for name in ("YUSUAN_RAW_DIR", "YUSUAN_WAREHOUSE_DIR")]
    home = Path(variables()["DAGSTER_HOME"])
    for unit, folder in writable.items():
        assert home.is_relative_to(folder)
        assert all(path.is_relative_to(folder) for path in data) == (unit == "yusuan-code"), unit


def test_units_differ_only_where_they_say_so() -> None:
    """What keeps a process from harm is the same for all of them."""
    own = {"ExecStart", "ReadWritePaths", "OOMPolicy", "TimeoutStopSec", "RuntimeDirectory", "CacheDirectory"}
    shared = [{key: value for key, value in service_of(unit).items() if key not in own} for unit in UNITS]
    assert len(shared) == 3
    assert all(settings == shared[0] for settings in shared)


def test_telemetry_is_off_everywhere() -> None:
    for name in ("DAGSTER_DISABLE_TELEMETRY", "DO_NOT_TRACK"):
        assert variables()[name] == "1"
        assert f"{name}=1" in (DEPLOYMENT / "Containerfile").read_text(encoding="utf-8")


def test_containers_run_what_units_run() -> None:
    services = read("compose.yaml")["services"]
    container = (DEPLOYMENT / "Containerfile").read_text(encoding="utf-8")
    (usual,) = re.findall(r"^CMD (\[.*\])$", container, re.MULTILINE)
    values = {**variables(), **dict(re.findall(r"\b(DAGSTER_\w+|YUSUAN_\w+)=(\S+)", container))}
    for unit in UNITS:
        command = services[unit.stem.removeprefix("yusuan-")].get("command", yaml.safe_load(usual))
        of_unit = service_of(unit)["ExecStart"].removeprefix(PROGRAMS)
        for name in variables_named_in(of_unit):
            of_unit = of_unit.replace(f"${{{name}}}", values[name])
        assert [word.replace("0.0.0.0", "127.0.0.1") for word in command] == shlex.split(of_unit)
    assert "USER yusuan" in container
    assert services["webserver"]["ports"] == ["127.0.0.1:3000:3000"]


def test_what_containers_copy_is_in_the_checkout() -> None:
    text = (DEPLOYMENT / "Containerfile").read_text(encoding="utf-8")
    copied = [
        name for line in re.findall(r"^COPY (?!--from)(.*)$", text, re.MULTILINE) for name in line.split()
    ]
    names = [name for name in copied if not name.startswith(("/", "--"))]
    allowed = (PROJECT_ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert len(names) > 5
    for name in names:
        assert (PROJECT_ROOT / name).exists(), name
        assert f"!{name.split('/')[0]}" in allowed, name


def test_both_lock_files_have_the_same_versions() -> None:
    """So that a server runs what was tested."""

    def locked(path: Path) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for name, version in re.findall(
            r"^([\w.\[\],-]+)==(\S+)", path.read_text(encoding="utf-8"), re.MULTILINE
        ):
            found.setdefault(name, set()).add(version)
        return found

    tested, served = locked(PROJECT_ROOT / "requirements.lock"), locked(DEPLOYMENT / "requirements.lock")
    assert {name: versions for name, versions in served.items() if tested.get(name) != versions} == {}
    assert "dagster-postgres" in served
    assert "pytest" not in served
