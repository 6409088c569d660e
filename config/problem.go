package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// Problem is one thing that is wrong in a config file. It never holds a value of the file, which might be a secret.
type Problem struct {
	// Line and Column say where, both from 1; Column counts bytes.
	Line, Column int
	// What says what is wrong, and begins with the setting, as in "profiles.fin.issuer: must be …".
	What string
	// Hint says what to do. It may be empty, above all where What says that already.
	Hint string
}

// Error is everything that is wrong in one config file, in the order of the lines.
type Error struct {
	Path     string
	Problems []Problem
}

// Error lists the problems as "file:line:column: what", one a line, and then each hint once on a line of its own.
func (e *Error) Error() string {
	path := e.Path
	if path == "" {
		path = "config"
	}
	var lines, hints []string
	for _, p := range e.Problems {
		lines = append(lines, fmt.Sprintf("%s:%d:%d: %s", path, p.Line, p.Column, p.What))
		if p.Hint != "" && !slices.Contains(hints, p.Hint) {
			hints = append(hints, p.Hint)
		}
	}
	return strings.Join(append(lines, hints...), "\n")
}

func sortProblems(problems []Problem) {
	slices.SortStableFunc(problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}

// nearest returns the word of valid that name was probably meant to be; empty when none is close. Longer names may differ more.
func nearest(name string, valid []string) string {
	if len(name) > 64 {
		return ""
	}
	best, limit := "", 2
	switch {
	case len(name) < 4:
		limit = 1
	case len(name) > 8:
		limit = 3
	}
	for _, word := range valid {
		if d := levenshtein.ComputeDistance(strings.ToLower(name), strings.ToLower(word)); d <= limit {
			best, limit = word, d-1
		}
	}
	return best
}

// suggest returns the question after a word that is not valid, or nothing.
func suggest(name string, valid []string) string {
	if word := nearest(name, valid); word != "" {
		return fmt.Sprintf("; did you mean %q?", word)
	}
	return ""
}
