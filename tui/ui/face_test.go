package ui

import (
	"image/color"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

func TestAFaceHasTheSameWordsWithAndWithoutColours(t *testing.T) {
	face := Face{Kind: FaceDiscover, Issuer: "FinHub · fin", Network: "Discover", Last4: "4071", Name: "Discover Whole Dollars",
		Status: "active"}
	want := []string{"FinHub · fin", "DISCOVER", "••••  ••••  ••••  4071", "EXP ••/••   CVV •••",
		"DISCOVER WHOLE", "ACTIVE"}
	coloured, mono, ascii := NewStyles(Look{Theme: Dark}), NewStyles(Look{Theme: Mono}), NewStyles(Look{Theme: Dark})
	blended := NewStyles(Look{Theme: Dark, Profile: colorprofile.TrueColor})
	ascii.ASCII = true
	for name, s := range map[string]*Styles{"coloured": &coloured, "blended": &blended, "mono": &mono, "ASCII": &ascii} {
		for _, cells := range []int{FaceCells, 40, 42} {
			lines := face.Lines(s, cells)
			text := ansi.Strip(strings.Join(lines, "\n"))
			for _, words := range want {
				if !strings.Contains(text, words) {
					t.Errorf("%s, %d cells, lacks %q:\n%s", name, cells, words, text)
				}
			}
			if len(lines) != FaceLines {
				t.Errorf("%s has %d lines", name, len(lines))
			}
			for _, line := range lines {
				if Width(line) != cells {
					t.Errorf("%s, %d cells, has %d in %q", name, cells, Width(line), line)
				}
			}
			if name == "ASCII" && strings.Contains(ASCII(text), "?") {
				t.Errorf("symbols without a stand-in:\n%s", ASCII(text))
			}
		}
	}
}

// TestWhatStandsOnAFaceCanBeRead on each of its lines.
func TestWhatStandsOnAFaceCanBeRead(t *testing.T) {
	for kind := range faceInks {
		for _, faces := range []Faces{FacesStepped, FacesBlended} {
			for i, ground := range (Face{Kind: FaceKind(kind)}).grounds(faces) {
				for name, ink := range map[string]color.Color{"strong": faceStrong, "small": faceSmall, "gold": faceGold} {
					if ratio := Contrast(ink, ground); ratio < enough {
						t.Errorf("kind %d, %v, line %d: %s has %.1f", kind, faces, i, name, ratio)
					}
				}
			}
		}
	}
}
