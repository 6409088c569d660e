package main

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"cardwallet/cmd/internal/run"
)

// papers are the documents of the project, by their paths below its directory.
func papers(t *testing.T) (names []string) {
	t.Helper()
	for _, pattern := range []string{"*.md", "docs/*.md"} {
		found, err := filepath.Glob(filepath.Join("..", "..", pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range found {
			names = append(names, strings.TrimPrefix(filepath.ToSlash(name), "../../"))
		}
	}
	if len(names) < 20 {
		t.Fatalf("there are the documents %q", names)
	}
	return names
}

// The README is read in a few minutes: pictures first, then the two commands that a newcomer types.
func TestReadmeIsShort(t *testing.T) {
	text := ofProject(t, "README.md")
	if words := len(strings.Fields(text)); words > 2000 {
		t.Errorf("README.md has %d words, more than 2,000", words)
	}
	picture, heading := strings.Index(text, "docs/pictures/"), strings.Index(text, "\n## ")
	if picture < 0 || heading < picture {
		t.Error("README.md does not begin with pictures")
	}
	var commands []string
	for _, m := range regexp.MustCompile(`(?m)^    (\S.*)$`).FindAllStringSubmatch(text, -1) {
		commands = append(commands, m[1])
	}
	if want := []string{"go run ./cmd/cardwallet demo", "go test ./..."}; !slices.Equal(commands, want) {
		t.Errorf("README.md has the commands %q, want %q", commands, want)
	}
}

// Whoever looks for a page finds it in the index, and reads at its beginning what it is for.
func TestPagesAreInTheIndex(t *testing.T) {
	index := ofProject(t, "docs/README.md")
	for _, name := range papers(t) {
		page, below := strings.CutPrefix(name, "docs/")
		if !below || page == "README.md" {
			continue
		}
		if strings.Count(index, "]("+page+")") != 1 {
			t.Errorf("docs/README.md does not name %s once", page)
		}
		parts := strings.SplitN(ofProject(t, name), "\n\n", 3)
		if !strings.HasPrefix(parts[0], "# ") || len(parts) < 3 || !regexp.MustCompile(`\b[Ff]or (people|everybody)\b`).MatchString(parts[1]) {
			t.Errorf("%s does not begin with its title, and then with what it is for and for whom:\n%s", name, strings.Join(parts[:2], "\n"))
		}
	}
}

// anchors are the headings of a document as links name them.
func anchors(text string) (all []string) {
	for _, m := range regexp.MustCompile(`(?m)^#+ (.*)$`).FindAllStringSubmatch(withoutBlocks(text), -1) {
		kept := regexp.MustCompile(`[^\p{L}\p{N}_ -]`).ReplaceAllString(strings.ToLower(m[1]), "")
		all = append(all, strings.ReplaceAll(kept, " ", "-"))
	}
	return all
}

// withoutBlocks is a document without its blocks of code.
func withoutBlocks(text string) string {
	return regexp.MustCompile("(?ms)^```.*?^```$").ReplaceAllString(text, "")
}

// Every link to a file or a heading of the project leads there.
func TestLinksOfThePapers(t *testing.T) {
	links := 0
	for _, name := range papers(t) {
		text := withoutBlocks(ofProject(t, name))
		for _, m := range regexp.MustCompile(`(?:\]\(|(?:src|srcset)=")([^)"\s]+)[)"]`).FindAllStringSubmatch(text, -1) {
			if strings.Contains(m[1], "://") {
				continue
			}
			links++
			file, anchor, _ := strings.Cut(m[1], "#")
			target := filepath.Join(filepath.Dir(name), file)
			if file == "" {
				target = name
			}
			if _, err := os.Stat(filepath.Join("..", "..", target)); err != nil {
				t.Errorf("%s links to %s, which is not there", name, m[1])
			} else if anchor != "" && !slices.Contains(anchors(ofProject(t, target)), anchor) {
				t.Errorf("%s links to %s, where no heading is called so", name, m[1])
			}
		}
	}
	if links < 100 {
		t.Errorf("found %d links", links)
	}
}

// callsIn are the command lines of this program in a document: between backticks, and in blocks, where they are whole.
func callsIn(text string) (named, whole []string) {
	text = strings.ReplaceAll(text, "\\\n", " ")
	for i, part := range regexp.MustCompile("(?m)^```.*$").Split(text, -1) {
		form := regexp.MustCompile(`(?m)^(?: {4,8})(cardwallet .*)$`)
		if i%2 == 1 {
			form = regexp.MustCompile(`(?m)^(?:\$ )?(?:[^#\n]*[|;] )?(cardwallet .*)$`)
		} else {
			for _, m := range regexp.MustCompile("`(cardwallet [^`\n]+)`").FindAllStringSubmatch(part, -1) {
				named = append(named, m[1])
			}
		}
		for _, m := range form.FindAllStringSubmatch(part, -1) {
			line, _, _ := strings.Cut(m[1], " #")
			whole = append(whole, line)
		}
	}
	return named, whole
}

// misuse says what is wrong with a command line; one that is not whole may lack arguments.
func misuse(t *testing.T, line string, whole bool) error {
	root := newRoot(&run.App{})
	found, rest, err := root.Find(exampleOf(t, line))
	if err != nil {
		return err
	}
	if err := found.ParseFlags(rest); err != nil && !errors.Is(err, pflag.ErrHelp) {
		return err
	}
	if args := found.Flags().Args(); whole || len(args) > 0 {
		return found.ValidateArgs(args)
	}
	return nil
}

// A command, an argument or a flag that a document names is there.
func TestPapersNameCommandsThatAreThere(t *testing.T) {
	seen := 0
	for _, name := range papers(t) {
		if name == "CHANGELOG.md" || name == "docs/commands.md" {
			continue // one tells of what was, and the other has a test of its own
		}
		named, whole := callsIn(ofProject(t, name))
		for i, line := range append(named, whole...) {
			seen++
			if err := misuse(t, line, i >= len(named)); err != nil {
				t.Errorf("%s: %s: %v", name, line, err)
			}
		}
	}
	if seen < 100 {
		t.Errorf("found %d command lines", seen)
	}
}
