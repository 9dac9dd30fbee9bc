"""What holds for any input: properties, with inputs that Hypothesis makes up."""
