"""The error DepositError."""


class DepositError(Exception):
    """An error that is raised if a deposit cannot be written, is not valid or cannot be read.

    The message is one or more sentences for the person who started the command.
    """
