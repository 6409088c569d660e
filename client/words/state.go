package words

import (
	"cmp"
	"strings"
)

// Tone says what a state means for people. The screen gives it a colour.
type Tone int

// The tones.
const (
	Plain Tone = iota
	Good       // active, money that came in, approved
	Open       // it may still change, or nobody knows
	Bad        // refused, failed, or over for good
	Quiet      // nothing moved
)

// The marks, one cell each. Each stands beside a word: neither colour nor mark is ever the only sign.
const (
	Done     = "✓"
	Waiting  = "◐"
	Ended    = "✕"
	Returned = "↩"
	Nothing  = "·"
	Unknown  = "?"
)

// State is where something stands.
type State struct {
	Mark string // one cell
	Word string // not made safe: an issuer's own word where its documents do not have it
	Tone Tone
}

// String is the mark with the word.
func (s State) String() string { return s.Mark + " " + s.Word }

// Alone is the word where no mark stands beside it, as in tables of commands: it says itself that a word is not known.
func (s State) Alone() string {
	if unknown := own(""); s.Mark == unknown.Mark && s.Word != unknown.Word {
		return s.Word + " (not known)"
	}
	return s.Word
}

// Name is the state for programs: its word with underscores for blanks, and "unknown" for a word that no document has.
func (s State) Name() string {
	if s.Mark == Unknown {
		return "unknown"
	}
	return strings.ReplaceAll(s.Word, " ", "_")
}

// own is the state of a word that no document has: it is told as it came.
func own(word string) State { return State{Unknown, cmp.Or(word, "unknown"), Open} }
