"""What the settings are read from: variables of the environment, and files of the home. Nonsense is `WrongSetting`."""
