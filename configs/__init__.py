"""The numbers of every city, once; shipped as `sim.configs`."""
