import Commands

SharewellRoot.start()
