extension MinimumDatasets {
    static let second = """
        §3.2.7 prolific-and-other-priority-offender
        Offender reference number => offender_reference_number
        Name => name
        Gender => gender
        Age (or date of birth) => age
        Ethnicity => ethnicity
        Occupation => occupation
        Offences committed => offences_committed
        Current status (e.g. in custody, subject to proactive targeting by the police, subject only to basic monitoring) => current_status
        Address/location of offender – address is the offender's primary address => offender_address
        Easting coordinate (relating to the home address of the offender/accused) => offender_easting
        Northing coordinate (relating to the home address of the offender/accused) => offender_northing

        §3.2.8 prison-release
        Name => name
        Gender => gender
        Date of birth => date_of_birth
        Length of sentence => length_of_sentence
        Offence committed => offence_committed
        Address where they will reside after release => release_address
        Easting coordinate (relating to the address where they will reside after release) => release_easting
        Northing coordinate (relating to the address where they will reside after release) => release_northing

        §3.2.9 young-offender-institution-release
        Name => name
        Gender => gender
        Date of birth => date_of_birth
        Length of sentence => length_of_sentence
        Offence committed => offence_committed
        Address where they will reside after release => release_address
        Easting coordinate (relating to the address where they will reside after release) => release_easting
        Northing coordinate (relating to the address where they will reside after release) => release_northing

        §3.2.10 drug-treatment-adult
        Client reference number => client_reference_number
        Age => age
        Gender => gender
        Postcode (full postcode) => client_postcode
        Primary drug of use => primary_drug
        Secondary drug of use => secondary_drug
        Referral source => referral_source
        Type of treatment => treatment_type
        Date when treatment began => treatment_began_date
        Planned discharge date => planned_discharge_date

        §3.2.11 drug-treatment-young-person
        Client reference number => client_reference_number
        Age => age
        Gender => gender
        Postcode (full postcode) => client_postcode
        Primary drug of use (includes alcohol) => primary_drug
        Secondary drug of use => secondary_drug
        Referral source => referral_source
        Type of treatment => treatment_type
        Date when treatment began => treatment_began_date
        Planned discharge date => planned_discharge_date

        §3.2.12 accident-and-emergency-assault
        Patient reference number => patient_reference_number
        Age => age
        Gender => gender
        Ethnicity => ethnicity
        Address of patient => patient_address
        Type of incident – assault => incident_type
        Date of incident => incident_date
        Time of incident => incident_time
        Type of location where incident took place: at home; in a licensed premise; outside a licensed premise; on the street; other \
        (please state) => incident_location_type
        Location where incident took place: street name; premise name; other (please state) or additional location information (e.g. \
        junction with other street, taxi rank) => incident_location
        Easting coordinate (relating to the address/location where the assault occurred) => incident_easting
        Northing coordinate (relating to the address/location where the assault occurred) => incident_northing
        Whether reported to the police => reported_to_police

        §3.2.13 hospital-admission-drugs-and-alcohol
        Patient reference number => patient_reference_number
        Age => age
        Gender => gender
        Ethnicity => ethnicity
        Postcode (full postcode) => patient_postcode
        Reason for admission/diagnosis => reason_for_admission

        §3.2.14 ambulance-call
        Patient reference number => patient_reference_number
        Age => age
        Gender => gender
        Ethnicity => ethnicity
        Address of patient => patient_address
        Type of incident => incident_type
        Date of incident => incident_date
        Time of incident => incident_time
        Address/location where incident took place => incident_address
        Easting coordinate (relating to the address/location where the incident occurred) => incident_easting
        Northing coordinate (relating to the address/location where the incident occurred) => incident_northing
        """
}
