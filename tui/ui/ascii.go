package ui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// inASCII has every symbol that the program draws, and what stands for it where the terminal knows ASCII alone, one cell for one cell.
// Screens draw the left column; the frame as a whole is put into the right one.
var inASCII = map[rune]byte{
	'…': '~', '·': '-', '•': '*', // what was cut, what is beside, what is hidden
	'↑': '^', '↓': 'v', '▲': '^', '▼': 'v', '→': '>', '›': '>', '✓': '+', '✗': 'x', '−': '-', '–': '-',
	'●': '*', '◐': '~', '○': 'o', '‖': '=', '■': '!', '◌': '.', '✕': 'x', '↩': '<', // marks of statuses
	'◆': '@', '◇': '-', '▌': '>', // a code that is good, none, the cursor
	'┤': '|', '┼': '+', '─': '-', '│': '|', // axes
	'█': '#', '░': '.', '━': '=', '╸': '-', // bars and large digits
	'╭': '+', '╮': '+', '╰': '+', '╯': '+', '▗': '+', '▖': '+', '▝': '+', '▘': '+', '▀': '-', // corners and edges
	'┏': '+', '┳': '+', '┓': '+', '┗': '+', '┻': '+', '┛': '+', // the chip of a card
	'┌': '+', '┐': '+', '└': '+', '┘': '+', '├': '+', '┬': '+', '┴': '+',
	'▐': '|', '┃': '|', '┣': '+', '┫': '+', '╋': '+', '╺': '-',
	'⠋': '|', '⠙': '/', '⠹': '-', '⠸': '\\', '⠼': '|', '⠴': '/', '⠦': '-', '⠧': '\\', '⠇': '|', '⠏': '/', // what turns
	'▁': '_', '▂': '.', '▃': ':', '▄': '-', '▅': '=', '▆': '+', '▇': '*', // eighths
}

// ASCII puts a frame into ASCII, cell for cell. Other characters, which people and issuers wrote, become question marks: nobody knows how
// the terminal's character set has them.
func ASCII(frame string) string {
	frame = strings.ReplaceAll(frame, " → ", "-> ") // alone it reads as a comparison of two amounts
	if plain(strings.NewReplacer("\n", "", "\x1b", "").Replace(frame)) {
		return frame
	}
	var b strings.Builder
	b.Grow(len(frame))
	for _, r := range frame {
		switch symbol, ours := inASCII[r]; {
		case r < 0x80:
			b.WriteRune(r)
		case ours:
			b.WriteByte(symbol)
		default:
			b.WriteString(strings.Repeat("?", ansi.StringWidth(string(r))))
		}
	}
	return b.String()
}
