"""What planning stands on: instruction sets, bands, panels, prices. No compiler."""
