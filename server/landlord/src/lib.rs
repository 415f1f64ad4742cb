//! The landlord's database: tenants, hosts, provisioning, the registry of pools.
