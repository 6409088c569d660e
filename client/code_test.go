package client

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cardwallet/crypto"
)

func TestCodesOfOneMomentAreOrderedByWhenTheyWereSeen(t *testing.T) {
	at := time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)
	code := func(id string, received, seen time.Duration) Code {
		return Code{ID: id, ReceivedAt: at.Add(received), Seen: at.Add(seen)}
	}
	codes := []Code{code("a", 0, 1), code("b", time.Second, 0), code("c", 0, 2), code("d", 0, 0)}
	SortCodes(codes)
	var order []string
	for i, c := range codes {
		order = append(order, c.ID)
		if i > 0 && (c.NewerThan(codes[i-1]) || !codes[i-1].NewerThan(c)) {
			t.Errorf("%s before %s", codes[i-1].ID, c.ID)
		}
	}
	if diff := cmp.Diff([]string{"b", "c", "a", "d"}, order); diff != "" {
		t.Error(diff)
	}
}

func TestOpenedValuesAreRecognised(t *testing.T) {
	opened := NewOpenedValues()
	for i, tc := range []struct {
		name, value    string
		again, another bool
	}{
		{"a", "482913", false, false}, {"a", "482913", true, false}, {"b", "482913", false, false},
		{"a", "771204", false, true}, {"a", "771204", true, false}, {"a", "482913", true, false},
	} {
		again, another := opened.See(tc.name, crypto.SecretFromString(tc.value))
		if again != tc.again || another != tc.another {
			t.Errorf("step %d: seen %v, another %v", i, again, another)
		}
	}
	opened.Forget("a")
	if again, another := opened.See("a", crypto.SecretFromString("482913")); again || another {
		t.Error("it was forgotten")
	}
	if a, b := NewOpenedValues(), NewOpenedValues(); a.marker == b.marker {
		t.Error("two have one key")
	}
}

func TestPurchaseKeyIsSharedByTheCodesOfOnePurchase(t *testing.T) {
	for id, want := range map[string]string{
		"t1-third_3ds_otp-5": "fin/c/t1-third_3ds_otp-5", "t1-third_3ds_otp-5#2": "fin/c/t1-third_3ds_otp-5",
		"t#1-third_3ds_otp-5": "fin/c/t#1-third_3ds_otp-5",
		"1700000000000-ab12":  "fin/c/1700000000000-ab12",
	} {
		if got := (Code{Profile: "fin", CardID: "c", ID: id}).PurchaseKey(); got != want {
			t.Errorf("%s: %s", id, got)
		}
	}
}
