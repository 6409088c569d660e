package ui

import "charm.land/bubbles/v2/key"

// KeyWords are a key and what it does.
func KeyWords(s *Styles, b key.Binding) string {
	return s.Accent.Render(b.Help().Key) + " " + s.Muted.Render(b.Help().Desc)
}

// KeyName is what a key is called on the screen.
func KeyName(name string) string {
	if symbol, ok := symbols[name]; ok {
		return symbol
	}
	return name
}
