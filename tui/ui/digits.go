package ui

import (
	"slices"
	"strings"
)

// digitRows is the height of large digits.
const digitRows = 5

// A large digit is three by five pixels.
var digitPixels = [10][digitRows]string{
	{"###", "# #", "# #", "# #", "###"},
	{" # ", "## ", " # ", " # ", "###"},
	{"###", "  #", "###", "#  ", "###"},
	{"###", "  #", "###", "  #", "###"},
	{"# #", "# #", "###", "  #", "  #"},
	{"###", "#  ", "###", "  #", "###"},
	{"###", "#  ", "###", "# #", "###"},
	{"###", "  #", "  #", "  #", "  #"},
	{"###", "# #", "###", "# #", "###"},
	{"###", "# #", "###", "  #", "###"},
}

// Digits draws digits and spaces with large pixels, two cells each. It returns nil when there is anything else in the text.
func Digits(text string) []string {
	pixels := strings.NewReplacer("#", "██", " ", "  ")
	rows := make([]string, digitRows)
	for i, r := range text {
		for y := range rows {
			switch {
			case r == ' ':
				rows[y] += "  "
			case r >= '0' && r <= '9':
				if i > 0 {
					rows[y] += "  "
				}
				rows[y] += pixels.Replace(digitPixels[r-'0'][y])
			default:
				return nil
			}
		}
	}
	return rows
}

// Grouped puts spaces between groups of digits, as people read them: a code of six as 3-3 and of eight as 4-4, a card number
// in fours. A text that is not of digits alone stays as it is.
func Grouped(digits string) string {
	if strings.Trim(digits, "0123456789") != "" {
		return digits
	}
	size := 4
	if len(digits) == 6 {
		size = 3
	}
	if len(digits) <= 5 {
		return digits
	}
	var groups []string
	for group := range slices.Chunk([]byte(digits), size) {
		groups = append(groups, string(group))
	}
	return strings.Join(groups, " ")
}
