package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
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
