"""What makes two lines the same record, within a delivery and from one to the next (HOT-07)."""


def record_key(
    plate: tuple[str, str, str], category: str, nic: str, content: tuple[str, ...]
) -> tuple[str, ...]:
    """Return what a record has in every delivery, and no other record.

    ``plate`` is text, state and list. A NIC names the record on it whatever else the line says
    from then on. A line without one says only by its whole ``content`` which record it is: two on
    one plate both show, and one that changed is another record.
    """
    return (*plate, nic) if nic else (*plate, category, *content)
