"""Presets of rules, one TOML file each; `domain.rules` reads them."""
