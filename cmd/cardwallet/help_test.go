package main

import (
	"strings"
	"testing"

	"cardwallet/cmd/internal/run"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"
)

// each visits a command and all below it.
func each(cmd *cobra.Command, visit func(*cobra.Command)) {
	visit(cmd)
	for _, sub := range cmd.Commands() {
		each(sub, visit)
	}
}

// Help is wrapped to the terminal's width when it is printed: a line break of its own within a paragraph would leave half lines.
func TestHelpLeavesWrappingToTheTerminal(t *testing.T) {
	each(newRoot(&run.App{}), func(cmd *cobra.Command) {
		if strings.Contains(strings.ReplaceAll(cmd.Long, "\n\n", ""), "\n") {
			t.Errorf("%s: %q", cmd.CommandPath(), cmd.Long)
		}
	})
}

// TestHelpNamesEverything: what a command is for, its flags and its commands, in plain text of the width that was asked for.
func TestHelpNamesEverything(t *testing.T) {
	const width = 80
	each(newRoot(&run.App{}), func(cmd *cobra.Command) {
		plain := helpText(cmd, width, false)
		for _, r := range plain {
			if r != '\n' && (r < ' ' || r > '~') {
				t.Errorf("%s: %q in the help", cmd.CommandPath(), r)
			}
		}
		for line := range strings.Lines(plain) {
			usage := strings.HasPrefix(line, "  ") && (strings.Contains(cmd.Example, strings.TrimSpace(line)) || strings.Contains(line, "[--flags]"))
			if len(line)-1 > width && !usage { // those are there to be copied whole
				t.Errorf("%s: %d cells: %s", cmd.CommandPath(), len(line)-1, line)
			}
		}
		if got := ansi.Strip(helpText(cmd, width, true)); got != plain {
			t.Errorf("%s: decorated it says\n%s", cmd.CommandPath(), got)
		}
		want := []string{cmd.CommandPath(), "--help", "--config"}
		for _, sub := range cmd.Commands() {
			if !sub.Hidden {
				want = append(want, "  "+sub.Name())
			}
		}
		for _, text := range want {
			if !strings.Contains(plain, text) {
				t.Errorf("%s: no %q in\n%s", cmd.CommandPath(), text, plain)
			}
		}
	})
}
