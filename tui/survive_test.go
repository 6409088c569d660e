package tui_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"charm.land/bubbles/v2/key"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

// boundKeys are all keys that the program reacts to, but for those that end or stop it.
func boundKeys(t *testing.T) []string {
	t.Helper()
	var names []string
	keys := reflect.ValueOf(ui.NewKeys())
	for i := range keys.NumField() {
		binding, ok := keys.Field(i).Interface().(key.Binding)
		if !ok || binding.Help().Desc == "" {
			t.Fatalf("%s is not a binding with help", keys.Type().Field(i).Name)
		}
		for _, name := range binding.Keys() {
			if !slices.Contains([]string{"ctrl+c", "ctrl+z", "q"}, name) && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

func TestEveryKeyAtEverySizeIsSurvived(t *testing.T) {
	for seed := range uint64(6) {
		runRig(t, fmt.Sprint(seed), func(t *testing.T, r *rig) {
			r.fin.cards[1].Name = "支付宝 Ünïcode\u0301\u202e card with a name that is far too long for any column of the list"
			r.fin.announce(r.clock, "fin000", "t1", "482913", "Coffee", 5*time.Minute)
			r.ads.announce(r.clock, "ads000", "t2", "771204", "Taxi", 5*time.Second)
			r.start(t, 80, 24)
			r.WaitFor("of 5")
			random := rand.New(rand.NewPCG(seed, 7))
			keys := boundKeys(t)
			sizes := [][2]int{{0, 0}, {1, 1}, {60, 16}, {80, 24}, {80, 24}, {120, 40}, {200, 17}, {61, 90}}
			for range 250 {
				switch random.IntN(10) {
				case 0:
					size := sizes[random.IntN(len(sizes))]
					r.Resize(size[0], size[1])
				case 1:
					r.clock.advance(time.Duration(random.IntN(20)) * time.Second)
					r.fin.set(func(is *issuer) {
						if is.err = nil; random.IntN(3) == 0 {
							is.err = &client.Error{Kind: client.ErrUnreachable, Profile: "fin", Op: "ask"}
						}
					})
				case 2:
					r.Type("12.5")
				default:
					r.Press(keys[random.IntN(len(keys))])
				}
			}
			r.Resize(80, 24)
			r.WaitFor("cardwallet")
			if err := r.Quit(); err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
		})
	}
}
