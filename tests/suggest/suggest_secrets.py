"""What --suggest takes for a secret, for personal or for free text, and never prints."""
from suggest_case import Suggest


class Secrets(Suggest):
    def test_secrets_personal_values_and_free_text_are_never_printed(self):
        text = self.suggests(self.write("users.xml", "<app>" + "".join(
            f"<user name='u{i}' password='hunter{i}' email='person{i}@example.com' logins='{i}' "
            f"api-token='1234567{i}' remark='he said to call him at noon {i}'>"
            f"<property name='secret_key' value='topsecret{i}'/><property name='size' value='{i}'/>"
            "</user>" for i in range(3)) + "</app>"))
        for hidden in ("hunter", "person0", "example.com", "1234567", "noon", "topsecret"):
            self.assertNotIn(hidden, text)
        self.assertIn("looks like a secret", text)
        self.assertIn("looks personal", text)
        self.assertIn("free text", text)

    def assert_no_zebra(self, store):
        """Neither the suggestion for the store nor the metrics of all its rules hold a Zebra."""
        with self.subTest(store=store):
            text = self.suggests(self.write("s.xml", store))
            self.assertNotIn("Zebra", text)
            everything = self.write("all.toml", self.with_comments(text))
            self.assertNotIn("Zebra", "\n".join(self.metrics(everything) if "store =" in text else ()))

    def test_persons_and_secrets_do_not_tell_rows_apart(self):
        for store in (
                '<app><user full_name="Zebra A" data="gold"/><user full_name="Zebra B" data="tin"/></app>',
                '<app><user full_name="Zebra A" count="3"/><user full_name="Zebra B" count="4"/></app>',
                "<app><disk><owner name='Zebra@b.example'><room>5</room></owner><used>4</used></disk>"
                "<disk><owner name='c@b.example'><room>6</room></owner><used>3</used></disk></app>",
                "<app><owner>Zebra@b.example</owner><quota><used>5</used></quota>"
                "<owner>c@b.example</owner><quota><used>6</used></quota></app>",
                "<app><n name='Zebra@b.example' used='1'><n name='c@b.example' used='2'>"
                "<n name='d@b.example' used='3'/></n></n></app>"):
            self.assert_no_zebra(store)

    def test_a_name_beside_a_value_makes_it_a_secret(self):
        for store in (
                '<s><server name="a"><opt name="password">Zebra42</opt></server>'
                '<server name="b"><opt name="password">Zebra43</opt></server></s>',
                "<beans><bean id='ds'><property name='password' value='Zebra42'/></bean>"
                "<bean id='dd'><property name='password' value='Zebra43'/></bean></beans>",
                "<plist><dict><key>Port</key><integer>4</integer><key>Password</key><string>Zebra42</string></dict></plist>",
                "<s><param name='password' default='Zebra42' value='x' n='1'/>"
                "<param name='host' default='h1' value='y' n='2'/></s>",
                "<s><d attname='password' attvalue='Zebra42' n='1'/><d attname='host' attvalue='y' n='2'/></s>",
                "<s><preferences><item><fullName>SSH password</fullName><selectedValue>Zebra42</selectedValue><n>1</n></item>"
                "<item><fullName>Speed</fullName><selectedValue>fast</selectedValue><n>2</n></item></preferences></s>"):
            self.assert_no_zebra(store)
        # The state of a thing with such a name is none.
        text = self.suggests(self.write("s.xml", "<s><service name='password-reset' state='running' n='1'/>"
                                                 "<service name='mail' state='stopped' n='2'/></s>"))
        self.assertIn("value = '@state'", self.rule(text, "s_service_state"))
        self.assertIn("'s_service_n'", text)

    def test_values_beside_the_name_of_a_secret_are_hidden(self):
        for store in ("<app><var name='db_host' value='db1' version='3'/><var name='db_password' value='Zebra42x' "
                      "version='1'/></app>",
                      "<app><v><name>mode</name><value>fast</value><n>1</n></v><v><name>snmp_community</name>"
                      "<value>Zebra42x</value><n>2</n></v></app>"):
            text = self.suggests(self.write("s.xml", store))
            self.assertNotIn("Zebra42x", text)
            self.assertNotIn("Zebra42x", "\n".join(self.metrics(self.write("s.toml", self.with_comments(text)))))
            self.assertIn("looks like a secret", text)

    def test_persons_and_their_telephones_are_not_published(self):
        rows = "".join(
            f"<row id='{i}'><name>sofia/external/+49170123456{i}</name><cid_name>Zebra {i}</cid_name><dest>+4930123456{i}</dest>"
            f"<User id='{i}' title='Zebra {i}'/><state>up</state><cid_num>77{i}</cid_num></row>" for i in range(3))
        path = self.write("calls.xml", f"<result>{rows}</result>")
        text = self.suggests(path)
        shown = "\n".join(self.metrics(self.write("all.toml", self.with_comments(text))))
        self.assertIn('row_state{', shown)
        self.assertNotRegex(text + shown, r"Zebra|49\d\d|77\d")

    def test_secrets_are_known_by_their_names_and_by_their_looks(self):
        names = ("passphrase pass_phrase pwd dbPwd pass userPass psk wpaPsk preSharedKey accessKey masterKey "
                 "encryptionKey auth authorization bearer jwt seed mnemonic salt hash creds unlockCode "
                 "activationCode securityAnswer connectionString dsn conn motherName login userName realName "
                 "fullName lastUser modifiedBy contact").split()
        for name in names:
            with self.subTest(name=name):
                for store in (f"<app><state>up</state><db><{name}>Zebra42x</{name}></db></app>",
                              f"<app><db state='up' {name}='Zebra42x'/></app>"):
                    self.assertNotRegex(self.suggests(self.write("s.xml", store)), f"Zebra42x|'{name}'|@{name}'")
        text = self.suggests(self.write("s.xml", "<app><state>up</state><db><mode>Basic Network Scan</mode></db></app>"))
        self.assertNotIn("looks like a secret", text)
        for value in ("Basic dXNlcjpwYXNz", "glpat-9aZk31mQx77Lw0PqRt2v", "AKIAIOSFODNN7EXAMPLE", "Server=db;Pwd=Xyz99!", "bob:pw@host",
                      "https://bob:pw@host/x", "--token=abcd", "Bearer abcd", "eyJhbGciOi.eyJzdWIiOi.x9",
                      "Zk31mQx77Lw0PqRt2vB9"):
            with self.subTest(value=value):
                text = self.suggests(self.write("s.xml", f"<app><state>up</state><db><mode>{value}</mode></db></app>"))
                self.assertNotIn(value, text)
                self.assertNotIn("mode'", text)
        text = self.suggests(self.write("s.xml", "<app><state>up</state><db><mode>primary</mode>"
                                        "<pass>12</pass><lastLogin>2026-01-02T03:04:05Z</lastLogin></db></app>"))
        for harmless in ("db/mode", "db/pass", "db/lastLogin"):
            self.assertIn(harmless, text)

    def test_an_address_of_an_administrator_is_personal_and_a_node_is_not(self):
        text = self.suggests(self.write(
            "a.xml", "<app><admin>root@localhost</admin><node name='rabbit@localhost' jobs='3'/></app>"))
        self.assertIn("#   /app/admin: looks personal", text)
        self.assertIn("node_name = 'node/@name'", text)
