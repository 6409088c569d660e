package ui

import "charm.land/bubbles/v2/key"

// KeyWords are a key and what it does.
func KeyWords(s *Styles, b key.Binding) string {
	return s.Accent.Render(b.Help().Key) + " " + s.Muted.Render(b.Help().Desc)
}

// Says is what a key does, as a part of a sentence: "r asks again".
func Says(b key.Binding, does string) string { return b.Help().Key + " " + does }

// KeyName is what a key is called on the screen.
func KeyName(name string) string {
	if symbol, ok := symbols[name]; ok {
		return symbol
	}
	return name
}
