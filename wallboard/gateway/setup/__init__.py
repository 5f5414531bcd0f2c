"""How a gateway is configured: `gateway.toml`, secrets, certificates and tokens."""
