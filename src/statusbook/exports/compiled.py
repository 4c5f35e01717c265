"""Templates compiled once, for all the environments of a build: each language has one of its own."""

from __future__ import annotations

from types import CodeType

from jinja2 import Environment
from jinja2.bccache import Bucket, BytecodeCache


class Compiled(BytecodeCache):
    """Keeps compiled templates in memory, by their names, what stands in them, and the options of ours.

    Attributes:
        code: what they were compiled to.
    """

    def __init__(self) -> None:
        self.code: dict[str, CodeType] = {}

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """Called by Jinja; a template is compiled to something else by an environment with other options."""
        options = environment.trim_blocks, environment.autoescape, environment.finalize is None
        return super().get_bucket(environment, f"{name} {options}", filename, source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Called by Jinja before it compiles a template."""
        bucket.code = self.code.get(f"{bucket.key} {bucket.checksum}")

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Called by Jinja when it has compiled one."""
        if bucket.code is not None:
            self.code[f"{bucket.key} {bucket.checksum}"] = bucket.code


COMPILED = Compiled()
"""Those of this process."""
