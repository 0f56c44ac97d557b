"""Superset on this machine, with our bundle: run by `make dashboards` in Superset's own environment.

The folder of ``--home`` keeps its database, its secret and the password of ``admin``. All is done in this
one process, as starting Superset takes longer than anything it does here.
"""

from __future__ import annotations

import argparse
import logging
import os
import secrets
import socket
import sys
import warnings
from pathlib import Path

HERE = Path(__file__).resolve().parent
ADDRESS = "127.0.0.1"
USER = "admin"
START = "/superset/dashboard/one-city-one-year/"


def kept_secret(path: Path) -> str:
    """What a file holds; a new random text where there is no file. Only its owner may read it."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32), encoding="utf-8")
    return path.read_text(encoding="utf-8")


def prepare(home: Path) -> str:
    """Point Superset at its folder; returns the password of ``admin``."""
    home.mkdir(parents=True, exist_ok=True)
    kept_secret(home / "secret")
    os.environ["SUPERSET_HOME"] = str(home)
    os.environ["SUPERSET_CONFIG_PATH"] = str(HERE / "superset_config.py")
    return kept_secret(home / "password")


def update_database(password: str) -> None:
    """Bring Superset's own database up to date; where it is new, with roles and a user."""
    import superset
    from flask_migrate import upgrade
    from superset import appbuilder, security_manager

    upgrade(directory=str(Path(superset.__file__).with_name("migrations")))
    if not security_manager.find_user(USER):
        appbuilder.add_permissions(update_perms=True)
        security_manager.sync_role_definitions()
        role = security_manager.find_role("Admin")
        security_manager.add_user(USER, "Local", "Reader", f"{USER}@localhost", role, password)


def import_bundle(bundle: Path) -> None:
    """Replace database, datasets, charts and dashboards by those of the bundle."""
    from superset import security_manager
    from superset.commands.importers.v1.assets import ImportAssetsCommand
    from superset.utils.core import override_user

    contents = {
        path.relative_to(bundle).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(bundle.rglob("*.yaml"))
    }
    with override_user(security_manager.find_user(USER)):
        ImportAssetsCommand(contents).run()


def main() -> None:
    """Start Superset and serve it until it is stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--bundle", type=Path, required=True)
    parser.add_argument("--port", type=int, default=8088)
    arguments = parser.parse_args()
    with socket.socket() as taken:
        if taken.connect_ex((ADDRESS, arguments.port)) == 0:
            sys.exit(f"Error: port {arguments.port} is in use. Take another: make dashboards PORT=8089")
    password = prepare(arguments.home.resolve())
    # Superset tells of each step of each migration, and of what its parts think of each other.
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    print("Starting Superset; the first start takes a minute or two.", flush=True)

    from superset.app import create_app
    from werkzeug.serving import run_simple

    app = create_app()
    with app.app_context():
        update_database(password)
        import_bundle(arguments.bundle)
    print(f"\nhttp://{ADDRESS}:{arguments.port}{START}   user {USER}, password {password}\n", flush=True)
    run_simple(ADDRESS, arguments.port, app, threaded=True)


if __name__ == "__main__":
    main()
