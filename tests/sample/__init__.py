"""The bundled sample site: an invented sub-district office (อบต.), its sources, its builder and its server."""
