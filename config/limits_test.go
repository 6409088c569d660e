package config

import (
	"strings"
	"testing"
)

const limitedProfile = "[profiles.ads]\nissuer = \"aurex\"\nuser_id = \"u\"\napi_key = \"env:K\"\n"

func TestLimitsAreAmountsByCurrency(t *testing.T) {
	c, err := Parse("c.toml", []byte(limitedProfile+"[limits]\nper_movement = { USD = \"1000.50\" }\n[limits.per_day]\nUSD = \"5000\"\n"+
		"USDT = \"7\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Limits.PerMovement["USD"].String(); got != "1000.5" {
		t.Errorf("per_movement is %s", got)
	}
	if got := c.Limits.PerDay["USDT"].String(); got != "7" {
		t.Errorf("per_day is %s", got)
	}
	text, err := c.Show()
	if err != nil || !strings.Contains(text, "per_movement = {USD = '1000.5'}") {
		t.Errorf("shown as %q, %v", text, err)
	}
	again, err := Parse("c.toml", []byte(text))
	if err != nil || !again.Limits.PerDay["USD"].Equal(c.Limits.PerDay["USD"]) {
		t.Errorf("what is shown does not read back: %v", err)
	}
}

func TestLimitsThatCannotBeUsedAreRefused(t *testing.T) {
	for text, want := range map[string]string{
		"per_day = 5":                   "6:1: limits.per_day: must be amounts by currency",
		"per_day = { USD = 5 }":         "limits.per_day.USD: must be an amount in quotes",
		"per_day = { USD = 5.5 }":       "limits.per_day.USD: must be an amount in quotes",
		`per_day = { USD = "1,000" }`:   "must have digits and at most one decimal point",
		`per_day = { USD = "-1" }`:      "must have digits and at most one decimal point",
		`per_day = { USD = "1e3" }`:     "must have digits and at most one decimal point",
		`per_day = { usd = "1" }`:       "the name must be a currency such as USD",
		`per_dya = { USD = "1" }`:       `did you mean "per_day"?`,
		`per_day = { "U S" = "1" }`:     "the name must be a currency such as USD",
		`per_movement = { USD = true }`: "must be an amount in quotes",
	} {
		_, err := Parse("c.toml", []byte(limitedProfile+"[limits]\n"+text+"\n"))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; want %q", text, err, want)
		}
	}
}
