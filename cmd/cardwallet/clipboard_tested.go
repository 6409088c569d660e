package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"time"

	"cardwallet/config"
	"cardwallet/tui/clip"
)

// testedFile keeps the newest way on which a person saw a word arrive. It is a hint for words on the screen, nothing else.
const testedFile = "clipboard.json"

type testedJSON struct {
	Via      clip.Via  `json:"via"`
	Terminal string    `json:"terminal"`
	At       time.Time `json:"at"`
}

func keepTested(t clip.Tested) error {
	dir, err := config.StateDir()
	if err != nil {
		return err
	}
	data, err := json.Marshal(testedJSON(t))
	if err != nil {
		return err
	}
	temporary := filepath.Join(dir, testedFile+".new")
	if err := os.WriteFile(temporary, append(data, '\n'), 0o600); err != nil {
		return err
	}
	return os.Rename(temporary, filepath.Join(dir, testedFile))
}

// readTested gives nothing where there is nothing that can be read: copies then say that they are unconfirmed.
func readTested(dir string) clip.Tested {
	data, err := os.ReadFile(filepath.Join(dir, testedFile))
	var t testedJSON
	if err != nil || len(data) > 4096 || json.Unmarshal(data, &t) != nil {
		return clip.Tested{}
	}
	return clip.Tested(t)
}
