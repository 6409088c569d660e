package setup

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cardwallet/tui/picture"
	"cardwallet/tui/ui"
)

// usualKey is a key as it is called where nobody has changed it, with what it does: "r tries", "space marks". The English word is no key,
// nor is the end of a word of which a box covers the rest.
var usualKey = regexp.MustCompile(`(?:^|[^\pL\pN+\x60'’.│╮╯-])((?:[b-xzA-Z=*?↑↓]|space|tab|pgup|pgdn) [a-z]\S*)`)

// marks are of outcomes, and no keys.
var marks = []string{"? outcome", "? unknown"}

// Every key that can be changed is called otherwise, and each screen on the ways through the program says so. The usual keys do the same
// as before, so that the ways are the same.
func TestScreensNameKeysAsTheyAreBound(t *testing.T) {
	renamed, usual := map[string][]string{}, ui.NewKeys()
	fields := reflect.ValueOf(usual)
	for _, action := range (ui.KeyTable{}).Actions() {
		at := slices.IndexFunc(reflect.VisibleFields(fields.Type()), func(f reflect.StructField) bool {
			return strings.EqualFold(f.Name, strings.ReplaceAll(action, "-", ""))
		})
		keys := fields.Field(at).Interface().(interface{ Keys() []string }).Keys()
		if !slices.Contains([]string{"enter", "esc", "y", "ctrl+c"}, keys[0]) {
			renamed[action] = append([]string{"alt+" + strings.TrimPrefix(keys[0], "ctrl+")}, keys...)
		}
	}
	t.Parallel()
	left := map[*shown][]stop{} // to be seen in each terminal
	for _, way := range ways {
		left[showWith(t, ui.Dark, renamed, 120, 36, way[0].fault)] = fromHome(way)
	}
	for len(left) > 0 {
		var all sync.WaitGroup
		for s, way := range left {
			stop := way[0]
			if left[s] = way[1:]; len(left[s]) == 0 {
				delete(left, s)
			}
			s.goOn(stop)
			all.Go(func() {
				screen, ok := s.settled(300*time.Millisecond, func(picture.Screen) bool { return true })
				if !ok {
					t.Errorf("%s is not reached, or never read to its end:\n%s", stop.name, screen.Text())
				}
				for _, named := range usualKey.FindAllStringSubmatch(screen.Text(), -1) {
					if slices.Contains(marks, named[1]) || stop.name == "in-ascii" { // there all marks look like keys
						continue
					}
					t.Errorf("%s names a key that is bound otherwise: %q", stop.name, named[1])
				}
			})
		}
		all.Wait()
	}
}
