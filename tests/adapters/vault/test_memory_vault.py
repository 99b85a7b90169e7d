import os

from mdt_alpr.adapters.vault.memory_vault import MemoryVault


def test_the_key_stays_the_same_while_the_program_runs_and_not_after() -> None:
    vault = MemoryVault(os.urandom)
    assert vault.key() == vault.key()
    assert len(vault.key()) == 32
    assert MemoryVault(os.urandom).key() != vault.key()
