package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// addPeers adds the programs that are installed, each with something to show and a home of its own, and names those that are not.
func (b *bench) addPeers(ctx context.Context) (absent []string, err error) {
	files := b.newDir("files")
	var lines strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&lines, "line %05d of a text that has ten thousand\n", i)
	}
	text := filepath.Join(b.dir, "lines.txt")
	if err := os.WriteFile(text, []byte(lines.String()), 0o600); err != nil {
		return nil, err
	}
	for i := range 200 {
		if err := os.WriteFile(filepath.Join(files, fmt.Sprintf("file-%03d", i)), []byte("a file\n"), 0o600); err != nil {
			return nil, err
		}
	}
	for _, p := range []*program{
		{name: "fzf", args: []string{"-c", `exec fzf <"$1"`, "sh", text}, text: "line 00000", key: "\x1b[A"},
		{name: "lf", args: []string{files}, text: "file-000", key: "j"},
		{name: "micro", args: []string{text}, text: "line 00000", key: "\x1b[B"},
		{name: "lazygit", text: "Commits", before: []string{"4"}, key: "j"},
	} {
		if p.path, err = exec.LookPath(p.name); err != nil {
			absent = append(absent, p.name)
			continue
		}
		p.home = b.newDir("home-" + p.name)
		switch p.name {
		case "fzf":
			p.path = "/bin/sh"
		case "lazygit":
			if p.dir, err = b.repository(ctx, p.home); err != nil {
				return nil, err
			}
		}
		b.programs = append(b.programs, p)
	}
	return absent, nil
}

// repository makes a small one, and a config for lazygit that asks for nothing.
func (b *bench) repository(ctx context.Context, home string) (string, error) {
	config, dir := filepath.Join(home, ".config", "lazygit"), b.newDir("repository")
	if err := os.MkdirAll(config, 0o700); err != nil {
		return "", err
	}
	quiet := "disableStartupPopups: true\ngit:\n  autoFetch: false\nupdate:\n  method: never\n"
	if err := os.WriteFile(filepath.Join(config, "config.yml"), []byte(quiet), 0o600); err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, "sh", "-ec", `git init -q .
		for i in $(seq 200); do git -c user.name=a -c user.email=a@example.com commit -q --allow-empty -m "commit $i"; done`)
	cmd.Dir, cmd.Env = dir, []string{"HOME=" + home, "PATH=" + os.Getenv("PATH")}
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("a repository for lazygit: %w: %s", err, out)
	}
	return dir, nil
}
