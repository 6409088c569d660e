package ui

import (
	"image/color"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
)

// Styles are named by meaning. Colour is never the only sign: every state also has a word or a mark.
type Styles struct {
	Text, Strong  lipgloss.Style // values; names, and the amount that is asked about
	Muted         lipgloss.Style // labels, headers, hints
	Accent        lipgloss.Style // keys and what is under way
	Brand         lipgloss.Style // the name of the program
	OK, Warn, Bad lipgloss.Style // active, done, money in; frozen, held, unknown; declined, failed, for good
	Code          lipgloss.Style // a live code and its countdown
	Border, Focus lipgloss.Style // of a panel, and of the one that takes the keys
	// Selection is the whole row under the cursor, SelectionCode a live code in it.
	Selection, SelectionCode lipgloss.Style
	Pill, Button             lipgloss.Style // badges such as DEMO; the key that confirms
	Alert, Danger            lipgloss.Style // an unknown outcome; the key that confirms something for good
	Struck                   lipgloss.Style // a code that is over
	QR                       lipgloss.Style // a QR code: light on dark on every background
	ASCII                    bool           // the terminal's character set has nothing else; the frame is put into it as a whole
	Still                    bool           // nothing moves but counting seconds
	Faces                    Faces          // how card faces are drawn
}

// The themes, which say what colours to use, by their words in the config. NO_COLOR means Mono whatever is configured.
const (
	Auto         = "auto" // asks the terminal for its background, dark until it answers
	Dark         = "dark"
	Light        = "light"
	HighContrast = "high-contrast" // on the background that the terminal has, dark until it answers
	Mono         = "mono"
)

// Themes are all of them, in the order in which they are offered.
func Themes() []string { return []string{Auto, Dark, Light, HighContrast, Mono} }

// Look is what decides about colours: what the person wants, and what is known of the terminal.
type Look struct {
	Theme   string
	Light   bool                 // the background is light
	Profile colorprofile.Profile // how many colours there are
	Ground  color.Color          // the background as the terminal tells it; nil is not known
	Ink     color.Color          // its own text; nil is not known
}

// enough is the lowest contrast between text and background, enoughInk that of the terminal's own text before it is replaced.
const (
	enough    = 4.5
	enoughInk = 7
)

// own stands for the terminal's own colour.
const own = -1

// hue is one meaning in each of the four sets of colours.
type hue struct{ dark, light, highDark, highLight ink }

// ink is text in one of the 256 colours on another. Terminal themes paint 0 to 15 anew, as they like; nobody paints the others.
type ink struct {
	fg, bg int
	bold   bool
}

// The hues. Each is readable on every usual background of its kind: a test computes it.
var (
	textHue   = hue{ink{own, own, false}, ink{own, own, false}, ink{231, own, false}, ink{16, own, false}}
	strongHue = hue{ink{own, own, true}, ink{own, own, true}, ink{231, own, true}, ink{16, own, true}}
	mutedHue  = hue{ink{250, own, false}, ink{239, own, false}, ink{253, own, false}, ink{236, own, false}}
	accentHue = hue{ink{117, own, false}, ink{25, own, false}, ink{123, own, false}, ink{18, own, false}}
	brandHue  = hue{ink{147, own, true}, ink{55, own, true}, ink{189, own, true}, ink{54, own, true}}
	okHue     = hue{ink{114, own, false}, ink{22, own, false}, ink{120, own, false}, ink{16, own, false}}
	warnHue   = hue{ink{221, own, false}, ink{94, own, false}, ink{227, own, false}, ink{16, own, false}}
	badHue    = hue{ink{210, own, false}, ink{124, own, false}, ink{217, own, false}, ink{52, own, false}}
	codeHue   = hue{ink{222, own, true}, ink{88, own, true}, ink{228, own, true}, ink{52, own, true}}
	borderHue = hue{ink{244, own, false}, ink{245, own, false}, ink{231, own, false}, ink{16, own, false}}

	selectionHue     = hue{ink{231, 24, true}, ink{16, 153, true}, ink{16, 231, true}, ink{231, 16, true}}
	selectionCodeHue = hue{ink{228, 24, true}, ink{88, 153, true}, ink{16, 231, true}, ink{231, 16, true}}
	pillHue          = hue{ink{16, 147, true}, ink{231, 55, true}, ink{16, 147, true}, ink{231, 55, true}}
	buttonHue        = hue{ink{16, 117, true}, ink{231, 25, true}, ink{16, 117, true}, ink{231, 25, true}}
	alertHue         = hue{ink{16, 221, true}, ink{231, 94, true}, ink{16, 221, true}, ink{231, 94, true}}
	dangerHue        = hue{ink{16, 210, true}, ink{231, 124, true}, ink{16, 210, true}, ink{231, 124, true}}
)

// NewStyles builds the look.
func NewStyles(l Look) Styles {
	switch {
	case l.Theme == Mono || l.Profile != colorprofile.Unknown && l.Profile <= colorprofile.ASCII:
		return monoStyles()
	case l.Profile == colorprofile.ANSI:
		return sixteenStyles(l.light())
	}
	return Styles{
		Text: l.style(textHue), Strong: l.style(strongHue), Muted: l.style(mutedHue), Accent: l.style(accentHue),
		Brand: l.style(brandHue), OK: l.style(okHue), Warn: l.style(warnHue), Bad: l.style(badHue), Code: l.style(codeHue),
		Border: l.style(borderHue), Focus: l.style(accentHue), Selection: l.style(selectionHue),
		SelectionCode: l.style(selectionCodeHue), Pill: l.style(pillHue), Button: l.style(buttonHue),
		Alert: l.style(alertHue), Danger: l.style(dangerHue), Struck: l.style(mutedHue).Strikethrough(true),
		QR: lipgloss.NewStyle().Foreground(lipgloss.ANSIColor(231)).Background(lipgloss.ANSIColor(16)), Faces: l.faces(),
	}
}

// faces says how card faces are drawn where there are 256 colours or more.
func (l Look) faces() Faces {
	if l.Profile == colorprofile.TrueColor {
		return FacesBlended
	}
	return FacesStepped
}

// light reports whether the colours are for a light background.
func (l Look) light() bool { return l.Theme == Light || l.Theme != Dark && l.Light }

// style is a hue in this look. One that could not be read on the background that the terminal has is taken from the high contrast, and so
// is the text of a terminal whose own is faint: labels would outshine it.
func (l Look) style(t hue) lipgloss.Style {
	usual, high := t.dark, t.highDark
	if l.light() {
		usual, high = t.light, t.highLight
	}
	in := usual
	switch {
	case l.Theme == HighContrast:
		in = high
	case l.Theme != Auto || in.bg != own || l.Ground == nil: // somebody chose, its background is ours, or none is known
	case in.fg != own:
		if t != borderHue && Contrast(lipgloss.ANSIColor(in.fg), l.Ground) < enough {
			in = high
		}
	case l.Ink != nil && Contrast(l.Ink, l.Ground) < enoughInk:
		if in.fg = 255; l.light() {
			in.fg = 16
		}
	}
	return in.style()
}

func (i ink) style() lipgloss.Style {
	s := lipgloss.NewStyle().Bold(i.bold)
	if i.fg != own {
		s = s.Foreground(lipgloss.ANSIColor(i.fg))
	}
	if i.bg != own {
		s = s.Background(lipgloss.ANSIColor(i.bg))
	}
	return s
}

// monoStyles use no colour at all.
func monoStyles() Styles {
	plain := lipgloss.NewStyle()
	bold, reverse := plain.Bold(true), plain.Bold(true).Reverse(true)
	return Styles{
		Text: plain, Strong: bold, Muted: plain, Accent: bold, Brand: bold, OK: plain, Warn: plain, Bad: bold, Code: bold,
		Border: plain, Focus: bold, Selection: plain.Reverse(true), SelectionCode: reverse,
		Pill: reverse, Button: reverse, Alert: reverse, Danger: reverse, Struck: plain.Strikethrough(true), QR: plain,
	}
}

// sixteenStyles are for terminals with 16 colours, which each theme paints as it likes. Bright black is the background of some, so no text
// has it.
func sixteenStyles(light bool) Styles {
	s, plain := monoStyles(), lipgloss.NewStyle()
	fg := func(onDark, onLight color.Color) lipgloss.Style {
		if light {
			return plain.Foreground(onLight)
		}
		return plain.Foreground(onDark)
	}
	s.Accent = fg(lipgloss.Cyan, lipgloss.Blue)
	s.Focus, s.Brand = s.Accent, fg(lipgloss.BrightCyan, lipgloss.Blue).Bold(true)
	s.OK, s.Warn, s.Bad = fg(lipgloss.Green, lipgloss.Green), fg(lipgloss.Yellow, lipgloss.Magenta), fg(lipgloss.BrightRed, lipgloss.Red)
	s.Code, s.Alert = s.Warn.Bold(true), s.Warn.Bold(true).Reverse(true)
	s.Danger = s.Bad.Bold(true).Reverse(true)
	s.QR = plain.Foreground(lipgloss.BrightWhite).Background(lipgloss.Black)
	return s
}
