"""Training and live work are kept apart: a folder and a headquarters for each (TRN-04, CM-7)."""


def folder_fault(*, car_trains: bool, folder_trains: bool) -> str:
    """Return why a car may not use a data folder and what to do; "" where it may."""
    if car_trains == folder_trains:
        return ""
    if car_trains:
        return "This folder holds a live car's data. Training needs a folder of its own: --data."
    return (
        "This folder was made for training. Give the live car a folder of its own with --data, "
        "or start with --training."
    )


def headquarters_fault(*, car_trains: bool, headquarters_trains: bool) -> str:
    """Return why a car may not sign in at a headquarters and what to do; "" where it may."""
    if car_trains == headquarters_trains:
        return ""
    if car_trains:
        return (
            "This car is in training and headquarters is not. Use a headquarters started with "
            "--training."
        )
    return "This headquarters is for training only. Check the address of headquarters."


def simulated_position_fault(*, car_trains: bool, is_simulated: bool) -> str:
    """Return why positions of the drawn drive may not be used; "" where they may."""
    if car_trains or not is_simulated:
        return ""
    return (
        "The position 'drive' is simulated and for training only. Name a GPS receiver, or start "
        "with --training."
    )


def server_fault(*, server_trains: bool, data_train: bool) -> str:
    """Return why headquarters may not serve its data and what to do; "" where it may."""
    if server_trains == data_train:
        return ""
    if server_trains:
        return (
            "This folder or database holds live data. Training needs one of its own: give "
            "--data (and --database) of the training headquarters."
        )
    return (
        "This folder or database is for training only. Give the live one with --data (and "
        "--database), or start with --training."
    )
