"""Signers of evidence; see ``patrol.ports.Signer``."""
