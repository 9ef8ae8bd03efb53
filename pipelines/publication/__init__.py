"""A quarter's scorecards, from the draft to what stands published: shown, signed for, put in place, corrected, taken back."""
