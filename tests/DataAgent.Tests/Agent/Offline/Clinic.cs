namespace DataAgent.Tests.Agent.Offline;

/// <summary>A small schema that the analyst's authors did not tune for: a clinic, with mixed-case names, a bridge, flags and dates.</summary>
internal static class Clinic
{
    public const string Script = """
        create type visit_state as enum ('planned', 'done', 'missed');
        create table department (department_id int primary key, name text not null, floor int not null);
        create table doctor (doctor_id int primary key, first_name text not null, last_name text not null, department_id int not null references department, hired_on date not null, salary numeric(10,2) not null, is_active boolean not null);
        create table patient (patient_id int primary key, full_name text not null, city text not null, birth_date date not null, phone text);
        create table visit (visit_id int primary key, patient_id int not null references patient, doctor_id int not null references doctor, visited_at timestamptz not null, state visit_state not null, minutes int not null, fee numeric(8,2) not null);
        create table medicine (medicine_id int primary key, name text not null, unit_price numeric(8,2) not null);
        create table prescription_line (prescription_line_id int primary key, visit_id int not null references visit, medicine_id int not null references medicine, quantity int not null, unit_price numeric(8,2) not null);
        create table skill (skill_id int primary key, name text not null unique);
        create table doctor_skill (doctor_id int references doctor, skill_id int references skill, primary key (doctor_id, skill_id));
        create table "Equipment" ("EquipmentId" int primary key, "Name" text not null, "BoughtOn" date, "Price" numeric(10,2) not null, department_id int references department);
        insert into department values (1, 'Cardiology', 2), (2, 'Surgery', 3), (3, 'Dermatology', 1), (4, 'Archive', 0);
        insert into doctor select i, (array['Anna','Ben','Carla','David','Eva','Finn'])[i], (array['Berg','Cole','Diaz','Evans','Fox','Gray'])[i], 1 + i % 3, date '2015-01-01' + i * 400, 5000 + i * 350, i <> 4 from generate_series(1, 6) i;
        insert into patient select i, 'Patient ' || chr(64 + i), (array['Oslo','Bergen','Rome'])[1 + i % 3], date '1950-03-01' + i * 700, case when i % 4 = 0 then null else '555-' || i end from generate_series(1, 20) i;
        insert into visit select i, 1 + i * 7 % 18, 1 + i * 5 % 6, timestamptz '2023-01-05 10:00+00' + i * interval '9 days', (array['planned','done','missed','done','done'])[1 + i % 5]::visit_state, 10 + i * 13 % 50, 40 + i * 17 % 90 from generate_series(1, 100) i;
        insert into medicine select i, (array['Aspirin','Ibuprofen','Penicillin','Insulin','Morphine','Placebo'])[i], i * 2.5 from generate_series(1, 6) i;
        insert into prescription_line select i, 1 + i * 3 % 100, 1 + i * i % 5, 1 + i % 4, 2.5 * (1 + i * i % 5) from generate_series(1, 150) i;
        insert into skill values (1, 'Ultrasound'), (2, 'Triage'), (3, 'Suturing');
        insert into doctor_skill values (1, 1), (1, 2), (2, 2), (3, 3), (3, 1), (3, 2), (5, 3);
        insert into "Equipment" values (1, 'Scanner', '2022-05-01', 90000, 1), (2, 'Laser', '2023-02-01', 25000, 3), (3, 'Table', null, 3000, 2), (4, 'Lamp', '2021-07-01', 450, 2);
        analyze;
        """;
}
