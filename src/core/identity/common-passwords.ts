/** Passwords of 12 letters and digits or more that lists of leaked passwords begin with; compared without other signs, in lower case. */
export const commonPasswords: ReadonlySet<string> = new Set(
  `123456789012 1234567890123 12345678901234 123456789123 123456123456 123123123123 121212121212 112233445566
   111222333444 123456789abc 123456789qwe 123456789asd 1234567890qwerty 1234567890abc abc123456789 qwerty123456
   qwertyuiop12 qwertyuiop123 qwertyuiop1234 qwertyuiopasdf qwertyuiopasdfghjkl qwertyqwerty qwerty12345678
   qwertzuiopasdf qwertzuiop123 qwertz123456 azertyuiop123 asdfghjkl123 asdfghjklqwe asdfasdfasdf zxcvbnmasdfghjkl
   1qaz2wsx3edc 1qaz2wsx3edc4rfv 1q2w3e4r5t6y 1q2w3e4r5t6y7u8i q1w2e3r4t5y6 qazwsxedcrfv qazwsxedc123 zaq12wsxcde3
   password1234 password12345 password123456 passwordpassword mypassword123 thisismypassword newpassword123
   changemenow1 changeme1234 changemeplease letmeinletmein letmein12345 welcome12345 welcome123456 welcometothejungle
   administrator administrator1 administrator123 admin1234567 admin12345678 adminadminadmin superadmin123 rootrootroot
   iloveyou1234 iloveyouforever iloveyousomuch iloveyou12345 trustno1trustno1 monkeymonkey dragondragon sunshine1234
   princess1234 football1234 baseball1234 basketball12 liverpool123 manchesterunited starwars1234 michaeljackson
   correcthorsebatterystaple tobeornottobe opensesame123 masterofpuppets secretsecret supersecret12 topsecret1234
   inspection123 inspector1234 operator1234 engineer1234 qualitycontrol quality12345 production123 solderpaste123
   passwort1234 passwort12345 meinpasswort1 hallohallohallo willkommen123 geheimgeheim schatzilein123
   abcdefghijkl abcdefghijklm abcdefgh1234 abcd12345678 aaaabbbbcccc abcabcabcabc a1b2c3d4e5f6 computer1234`.split(
    /\s+/,
  ),
);
