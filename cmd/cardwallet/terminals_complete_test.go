//go:build linux

package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// completingShells are the shells that complete, each with what a person has in its start-up file.
var completingShells = map[string]struct {
	file, start string
	args        []string
}{
	"bash": {"bashrc", "PS1='ready> '\nsource /usr/share/bash-completion/bash_completion\nsource <(cardwallet completion bash)\n",
		[]string{"--noprofile", "--rcfile", "bashrc", "-i"}},
	"zsh": {".zshrc", "PROMPT='ready> '\nautoload -Uz compinit\ncompinit -u -D\nsource <(cardwallet completion zsh)\n", []string{"-i"}},
	"fish": {"start.fish", "function fish_prompt; echo -n 'ready> '; end\nset fish_greeting\ncardwallet completion fish | source\n",
		[]string{"--no-config", "--init-command", "source start.fish", "-i"}},
}

// A person types a part of a word and presses tab, and the shell runs what came of it.
func TestShellsComplete(t *testing.T) {
	for name, shell := range completingShells {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			label := exec.Command(d.exe, "cards", "label", d.card, "ads march")
			label.Env = d.env()
			if out, err := label.CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			for file, text := range map[string]string{shell.file: shell.start, "zebra.txt": "a file that nobody asked for\n"} {
				if err := os.WriteFile(filepath.Join(d.dir, file), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			term := d.terminal(d.env("PATH="+d.dir+":"+os.Getenv("PATH"), "ZDOTDIR="+d.dir), name, shell.args...)
			term.shows("ready> ")
			// A card by its profile, and one by its label, which has a space.
			id := d.card[strings.Index(d.card, "/")+1:]
			for _, c := range [][2]string{{"fin/", id[len(id)-4:]}, {"ads m", "arch"}} {
				term.completes("cardwallet cards show "+strings.ReplaceAll(c[0], " ", "\\ "), c[1])
				if shown := d.ran(term, "--json"); !strings.Contains(shown, `"id": "`+id+`"`) {
					t.Errorf("%q showed %s", c[0], shown)
				}
			}
			// A profile and a flag, whose names are whole after tab.
			term.completes("cardwallet --prof", "ile")
			term.completes("te", "am")
			var cards []struct{ Profile string }
			if err := json.Unmarshal([]byte(d.ran(term, "cards --json")), &cards); err != nil || len(cards) == 0 || cards[0].Profile != "team" {
				t.Errorf("--profile: %v, %v", cards, err)
			}
			// No file is offered where a card is wanted.
			term.types("cardwallet cards show zeb\t")
			if said := d.ran(term, ""); !strings.Contains(said, `"zeb"`) {
				t.Errorf("where a card is wanted: %s", said)
			}
			term.types("exit\r")
		})
	}
}

// completes types a part of a line, presses tab, and waits until the shell has put the rest there.
func (term *terminal) completes(typed, rest string) {
	term.t.Helper()
	before := len(term.text())
	term.types(typed + "\t")
	eventually(term.t, "the shell puts "+rest+" behind "+typed, term.text, func() bool {
		return strings.Contains(term.text()[before:], rest)
	})
}

// ran ends the line that stands in the shell, and gives all that it printed.
func (d *desk) ran(term *terminal, rest string) string {
	d.t.Helper()
	term.types(rest + " >said.new 2>&1; mv said.new said\r")
	said := d.said("said")
	if err := os.Remove(filepath.Join(d.dir, "said")); err != nil {
		d.t.Fatal(err)
	}
	return said
}
