"""Errors of ours that a person must act on: one root, one sentence each, and the exit code of the command line."""


class CopytasterError(Exception):
    """Something that an operator must put right; its text says what and how."""

    exit_code = 1


class SettingsError(CopytasterError):
    """A setting is unknown, missing or out of range."""

    exit_code = 2


class RedisUnavailable(CopytasterError):
    """Redis does not answer, so nothing can be accepted."""

    exit_code = 3


class DatabaseUnavailable(CopytasterError):
    """The database does not answer, so nothing can be stored."""

    exit_code = 4


class SchemaBehind(CopytasterError):
    """The database's schema is older than this release: run `copytaster migrate`."""

    exit_code = 5


class QueueFull(CopytasterError):
    """The ledger is above its high-water mark: hold what you have and offer it again later."""

    exit_code = 1
