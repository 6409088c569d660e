package ui

import (
	"image/color"

	"charm.land/lipgloss/v2"
)

// Styles are named by meaning. Colour is never the only sign: every state also has a word.
type Styles struct {
	Title, Position, Badge lipgloss.Style
	Alert                  lipgloss.Style // in the title
	Dim, Strong            lipgloss.Style
	Selected               lipgloss.Style
	Header                 lipgloss.Style
	Good, Warn, Bad, Info  lipgloss.Style
	Code                   lipgloss.Style // a large code
	Struck                 lipgloss.Style // an expired one
	QR                     lipgloss.Style // a QR code: light on dark on every background
	HelpKey, HelpText      lipgloss.Style
	ASCII                  bool // the terminal's character set has nothing else; the frame is put into it as a whole
}

// NewStyles builds the look for a dark or light background from the 16 ANSI colours, so that a person's own terminal theme
// applies; mono uses no colour at all.
func NewStyles(dark, mono bool) Styles {
	plain := lipgloss.NewStyle()
	fg := func(onDark, onLight color.Color) lipgloss.Style {
		switch {
		case mono:
			return plain
		case dark:
			return plain.Foreground(onDark)
		}
		return plain.Foreground(onLight)
	}
	qr := plain
	if !mono {
		qr = plain.Foreground(lipgloss.BrightWhite).Background(lipgloss.Black)
	}
	return Styles{
		QR:       qr,
		Title:    fg(lipgloss.BrightCyan, lipgloss.Blue).Bold(true),
		Position: fg(lipgloss.BrightBlack, lipgloss.BrightBlack),
		Badge:    plain.Bold(true).Reverse(true),
		Alert:    fg(lipgloss.Yellow, lipgloss.Magenta).Bold(true).Reverse(true),
		Dim:      fg(lipgloss.BrightBlack, lipgloss.BrightBlack),
		Strong:   plain.Bold(true),
		Selected: plain.Reverse(true),
		Header:   fg(lipgloss.BrightBlack, lipgloss.BrightBlack).Bold(true),
		Good:     fg(lipgloss.Green, lipgloss.Green),
		Warn:     fg(lipgloss.Yellow, lipgloss.Magenta),
		Bad:      fg(lipgloss.BrightRed, lipgloss.Red),
		Info:     fg(lipgloss.Cyan, lipgloss.Blue),
		Code:     plain.Bold(true),
		Struck:   fg(lipgloss.BrightBlack, lipgloss.BrightBlack).Strikethrough(true),
		HelpKey:  plain.Bold(true),
		HelpText: fg(lipgloss.BrightBlack, lipgloss.BrightBlack),
	}
}
