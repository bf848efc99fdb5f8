print("sharewell")
