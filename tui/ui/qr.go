package ui

import (
	"slices"
	"strings"

	"github.com/mdp/qrterminal/v3"
)

// QR is a text of a line's length as a QR code in half blocks, light on dark, with a margin of so many modules around it: scanners want 4,
// of which a dark screen around it can be a part.
func QR(text string, margin int) []string {
	var b strings.Builder
	qrterminal.GenerateWithConfig(text, qrterminal.Config{Level: qrterminal.L, Writer: &b, HalfBlocks: true, QuietZone: margin,
		BlackChar: qrterminal.BLACK_BLACK, WhiteChar: qrterminal.WHITE_WHITE, BlackWhiteChar: qrterminal.BLACK_WHITE,
		WhiteBlackChar: qrterminal.WHITE_BLACK})
	return slices.DeleteFunc(strings.Split(b.String(), "\n"), func(line string) bool { return line == "" })
}
