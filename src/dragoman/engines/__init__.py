"""How a flow is run: in this process, or in workers that can be killed."""
