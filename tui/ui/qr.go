package ui

import (
	"slices"
	"strings"

	"github.com/mdp/qrterminal/v3"
)

// QR draws a short text as a QR code in half blocks, light on dark, with a margin of so many modules around it. Scanners want a margin of
// 4; a dark screen around the code counts as margin, too.
func QR(text string, margin int) []string {
	var b strings.Builder
	qrterminal.GenerateWithConfig(text, qrterminal.Config{Level: qrterminal.L, Writer: &b, HalfBlocks: true, QuietZone: margin,
		BlackChar: qrterminal.BLACK_BLACK, WhiteChar: qrterminal.WHITE_WHITE, BlackWhiteChar: qrterminal.BLACK_WHITE,
		WhiteBlackChar: qrterminal.WHITE_BLACK})
	return slices.DeleteFunc(strings.Split(b.String(), "\n"), func(line string) bool { return line == "" })
}
